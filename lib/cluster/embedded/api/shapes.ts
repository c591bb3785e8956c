import type { ResourceName } from '../store/kind-map'

/** The types of fields, as far as a wrong one has to be refused; fields not named here may hold anything. */
export type Shape =
  | 'string'
  | 'bool'
  | 'int'
  | 'intOrString'
  | 'time'
  | 'quantity'
  | 'base64'
  | { list: Shape }
  | { map: Shape }
  | { fields: Record<string, Shape> }

const strings: Shape = { map: 'string' }
const list = (shape: Shape): Shape => ({ list: shape })
const fields = (shape: Record<string, Shape>): Shape => ({ fields: shape })

const metadata = fields({
  name: 'string',
  generateName: 'string',
  namespace: 'string',
  uid: 'string',
  resourceVersion: 'string',
  generation: 'int',
  creationTimestamp: 'time',
  deletionTimestamp: 'time',
  deletionGracePeriodSeconds: 'int',
  labels: strings,
  annotations: strings,
  finalizers: list('string'),
  ownerReferences: list(
    fields({
      apiVersion: 'string',
      kind: 'string',
      name: 'string',
      uid: 'string',
      controller: 'bool',
      blockOwnerDeletion: 'bool',
    }),
  ),
})

const condition = fields({
  type: 'string',
  status: 'string',
  reason: 'string',
  message: 'string',
  lastTransitionTime: 'time',
  lastHeartbeatTime: 'time',
  lastProbeTime: 'time',
  lastUpdateTime: 'time',
})

const container = fields({
  name: 'string',
  image: 'string',
  imagePullPolicy: 'string',
  command: list('string'),
  args: list('string'),
  env: list(fields({ name: 'string', value: 'string' })),
  ports: list(fields({ name: 'string', containerPort: 'int', hostPort: 'int', hostIP: 'string', protocol: 'string' })),
  resources: fields({ requests: { map: 'quantity' }, limits: { map: 'quantity' } }),
})

const podSpec = fields({
  containers: list(container),
  initContainers: list(container),
  nodeName: 'string',
  nodeSelector: strings,
  hostNetwork: 'bool',
  restartPolicy: 'string',
  dnsPolicy: 'string',
  terminationGracePeriodSeconds: 'int',
  tolerations: list(
    fields({ key: 'string', operator: 'string', value: 'string', effect: 'string', tolerationSeconds: 'int' }),
  ),
})

const template = fields({ metadata, spec: podSpec })
const selector = fields({
  matchLabels: strings,
  matchExpressions: list(fields({ key: 'string', operator: 'string', values: list('string') })),
})
const conditions = list(condition)

const containerState = fields({
  waiting: fields({ reason: 'string', message: 'string' }),
  running: fields({ startedAt: 'time' }),
  terminated: fields({ exitCode: 'int', reason: 'string', startedAt: 'time', finishedAt: 'time' }),
})

const podStatus = fields({
  phase: 'string',
  reason: 'string',
  message: 'string',
  podIP: 'string',
  hostIP: 'string',
  startTime: 'time',
  conditions,
  containerStatuses: list(
    fields({
      name: 'string',
      image: 'string',
      imageID: 'string',
      ready: 'bool',
      restartCount: 'int',
      state: containerState,
      lastState: containerState,
    }),
  ),
})

const SHAPES: Partial<Record<ResourceName, Record<string, Shape>>> = {
  pods: { spec: podSpec, status: podStatus },
  nodes: {
    spec: fields({
      unschedulable: 'bool',
      taints: list(fields({ key: 'string', value: 'string', effect: 'string', timeAdded: 'time' })),
    }),
    status: fields({
      capacity: { map: 'quantity' },
      allocatable: { map: 'quantity' },
      conditions,
      addresses: list(fields({ type: 'string', address: 'string' })),
    }),
  },
  deployments: {
    spec: fields({
      replicas: 'int',
      selector,
      template,
      minReadySeconds: 'int',
      progressDeadlineSeconds: 'int',
      revisionHistoryLimit: 'int',
      paused: 'bool',
      strategy: fields({
        type: 'string',
        rollingUpdate: fields({ maxSurge: 'intOrString', maxUnavailable: 'intOrString' }),
      }),
    }),
    status: fields({
      replicas: 'int',
      observedGeneration: 'int',
      readyReplicas: 'int',
      availableReplicas: 'int',
      conditions,
    }),
  },
  replicasets: {
    spec: fields({ replicas: 'int', minReadySeconds: 'int', selector, template }),
    status: fields({ replicas: 'int', conditions }),
  },
  jobs: {
    spec: fields({
      parallelism: 'int',
      completions: 'int',
      backoffLimit: 'int',
      activeDeadlineSeconds: 'int',
      ttlSecondsAfterFinished: 'int',
      manualSelector: 'bool',
      suspend: 'bool',
      selector,
      template,
    }),
    status: fields({
      active: 'int',
      succeeded: 'int',
      failed: 'int',
      startTime: 'time',
      completionTime: 'time',
      conditions,
    }),
  },
  secrets: { type: 'string', data: { map: 'base64' }, stringData: strings, immutable: 'bool' },
  configmaps: { data: strings, binaryData: { map: 'base64' }, immutable: 'bool' },
  leases: {
    spec: fields({
      holderIdentity: 'string',
      leaseDurationSeconds: 'int',
      leaseTransitions: 'int',
      acquireTime: 'time',
      renewTime: 'time',
    }),
  },
  events: {
    reason: 'string',
    message: 'string',
    type: 'string',
    count: 'int',
    firstTimestamp: 'time',
    lastTimestamp: 'time',
    eventTime: 'time',
  },
}

export function shapeOf(resource: ResourceName): Shape {
  return fields({ kind: 'string', apiVersion: 'string', metadata, ...SHAPES[resource] })
}
