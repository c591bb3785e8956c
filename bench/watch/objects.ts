import { DEPLOY_LABEL } from '@/lib/deployments/workload'

/** Of the size that a kubelet and a controller manager make them, with what they write and nobody here reads. */
const MANAGED = JSON.stringify([
  managedBy('kube-controller-manager', ['f:metadata', 'f:spec'], 28),
  managedBy('kubelet', ['f:status'], 32),
])

function managedBy(manager: string, roots: string[], fields: number): object {
  const inner = Object.fromEntries(
    Array.from({ length: fields }, (_, n) => [`f:field-${n}`, { '.': {}, 'f:name': {} }]),
  )
  const fieldsV1 = Object.fromEntries(roots.map((root) => [root, inner]))
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-11-21T12:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1,
  }
}

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')
const uid = (n: number) => `${hex(n, 8)}-0000-4000-8000-${hex(n, 12)}`
const time = (n: number) => new Date(Date.UTC(2026, 0, 1) + (n % 5_000_000) * 1000).toISOString().replace('.000', '')
const nodeName = (n: number) => `edge-node-${hex(n, 8)}`

/** The JSON of one Node, about 5 KB. `beat` is its last heartbeat. */
export function nodeJson(n: number, revision: number, beat: number): string {
  const name = nodeName(n)
  const condition = (type: string, status: string) =>
    `{"type":"${type}","status":"${status}","lastHeartbeatTime":"${time(beat)}","lastTransitionTime":"${time(n)}","reason":"Kubelet${type}","message":"kubelet says ${type} is ${status}"}`
  const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, 'False'))
  return `{"metadata":{"name":"${name}","uid":"${uid(n)}","resourceVersion":"${revision}","creationTimestamp":"${time(n)}","labels":{"beta.kubernetes.io/arch":"arm64","beta.kubernetes.io/os":"linux","kubernetes.io/arch":"arm64","kubernetes.io/hostname":"${name}","kubernetes.io/os":"linux","node-role.kubernetes.io/agent":"","node-role.kubernetes.io/edge":"","apulisedge/cluster":"0","apulisedge/group":"0","apulisedge/user":"1","apulisedge/node-name":"shop-${n}"},"annotations":{"node.alpha.kubernetes.io/ttl":"0","volumes.kubernetes.io/controller-managed-attach-detach":"true","cloudcore":"10.0.0.7"},"managedFields":${MANAGED}},"spec":{"podCIDR":"10.${n % 250}.0.0/24"},"status":{"capacity":{"cpu":"4","ephemeral-storage":"61255492Ki","hugepages-2Mi":"0","memory":"8048996Ki","pods":"110"},"allocatable":{"cpu":"4","ephemeral-storage":"56453061334","hugepages-2Mi":"0","memory":"7946596Ki","pods":"110"},"conditions":[${pressures.join(',')},${condition('Ready', 'True')}],"addresses":[{"type":"InternalIP","address":"10.${(n >> 16) % 256}.${(n >> 8) % 256}.${n % 256}"},{"type":"Hostname","address":"${name}"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":10351}},"nodeInfo":{"machineID":"${hex(n, 32)}","systemUUID":"${uid(n)}","bootID":"${uid(n + 1)}","kernelVersion":"6.1.0-28-arm64","osImage":"Debian GNU/Linux 12 (bookworm)","containerRuntimeVersion":"containerd://1.7.24","kubeletVersion":"v1.32.10-kubeedge-v1.23.1","kubeProxyVersion":"","operatingSystem":"linux","architecture":"arm64"}}}`
}

/** The JSON of one Pod of a deployment of its own, about 6 KB. */
export function podJson(n: number, revision: number, restarts: number, nodes: number): string {
  const deploy = `deploy-${hex(n, 32)}`
  const name = `${deploy}-7d4b9c6f5d-${hex(n, 5)}`
  const at = time(n)
  const condition = (type: string) =>
    `{"type":"${type}","status":"True","lastProbeTime":null,"lastTransitionTime":"${at}"}`
  const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition).join(',')
  const labels = `"${DEPLOY_LABEL}":"${deploy}","app.kubernetes.io/managed-by":"apulisedge-console","pod-template-hash":"7d4b9c6f5d"`
  const container = `container-${hex(n, 32)}`
  const image = `registry.example.com/apulisedge/shop/till:v${n % 40}`
  return `{"metadata":{"name":"${name}","generateName":"${deploy}-7d4b9c6f5d-","namespace":"default","uid":"${uid(n)}","resourceVersion":"${revision}","creationTimestamp":"${at}","labels":{${labels}},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"${deploy}-7d4b9c6f5d","uid":"${uid(n + 7)}","controller":true,"blockOwnerDeletion":true}],"managedFields":${MANAGED}},"spec":{"volumes":[{"name":"kube-api-access-${hex(n, 5)}","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}}],"defaultMode":420}}],"containers":[{"name":"${container}","image":"${image}","ports":[{"hostPort":8080,"containerPort":80,"protocol":"TCP"}],"resources":{"limits":{"cpu":"1","memory":"128Mi"},"requests":{"cpu":"500m","memory":"64Mi"}},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","nodeSelector":{"kubernetes.io/hostname":"${nodeName(n % nodes)}"},"serviceAccountName":"default","nodeName":"${nodeName(n % nodes)}","schedulerName":"default-scheduler","tolerations":[{"key":"node-role.kubernetes.io/edge","operator":"Exists"},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute"},{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute"}],"priority":0,"enableServiceLinks":true},"status":{"phase":"Running","conditions":[${conditions}],"hostIP":"10.0.0.1","podIP":"10.8.${(n >> 8) % 256}.${n % 256}","startTime":"${at}","containerStatuses":[{"name":"${container}","state":{"running":{"startedAt":"${at}"}},"lastState":{},"ready":true,"restartCount":${restarts},"image":"${image}","imageID":"registry.example.com/apulisedge/shop/till@sha256:${hex(n, 64)}","containerID":"containerd://${hex(n, 64)}","started":true}],"qosClass":"Burstable"}}`
}
