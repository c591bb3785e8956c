import { createHash } from 'node:crypto'
import type { Network, PortMapping } from '@/lib/applications/schema'
import type { VersionRow } from '@/lib/applications/store'
import type { Container, DeploymentObject, JobObject, PodTemplate, StringMap, Toleration } from '@/lib/cluster/kinds'
import type { Cluster } from '@/lib/cluster/cluster'
import { cpuQuantity, memoryQuantity } from '@/lib/cluster/quantity'
import type { DeploymentRow } from './store'

/** On a workload and its pods: the deployUUID of the record behind it. */
export const DEPLOY_LABEL = 'apulisedge/deploy'
/** On a workload: what it was made from, so that a difference from what is wanted is seen without comparing specs. */
export const SPEC_HASH = 'apulisedge/spec-hash'
/** On a workload: the secret with which its pods pull. */
export const PULL_SECRET_ANNOTATION = 'apulisedge/pull-secret'

/**
 * An edge node that is cut off keeps running its containers, so its pods must not be evicted for that; and an edge
 * node may carry a taint that keeps the cloud's own workloads away.
 */
const TOLERATIONS: Toleration[] = [
  { key: 'node-role.kubernetes.io/edge', operator: 'Exists' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
]

export type Workload = { kind: 'Deployment'; object: DeploymentObject } | { kind: 'Job'; object: JobObject }

/**
 * The one workload of a deployment: PROTOCOL.md §9. The secret for pulls is no part of what the hash is of: configuring
 * one must not restart what runs.
 */
export function buildWorkload(
  row: DeploymentRow,
  version: VersionRow,
  { namespace, pullSecret }: Pick<Cluster, 'namespace' | 'pullSecret'>,
): Workload {
  const labels = { [DEPLOY_LABEL]: row.deployUUID, 'app.kubernetes.io/managed-by': 'apulisedge-console' }
  const template = podTemplate(row, version, labels)
  const given = withPullSecret(template, pullSecret)
  const metadata = (spec: unknown) => {
    const hash = createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 32)
    const annotations = {
      [SPEC_HASH]: hash,
      'apulisedge/app-name': row.appName,
      'apulisedge/version': version.version,
      'apulisedge/node-name': row.nodeName,
      ...(pullSecret === undefined ? {} : { [PULL_SECRET_ANNOTATION]: pullSecret }),
    }
    return { name: row.deployUUID, namespace, labels, annotations }
  }
  if (version.restartPolicy !== 'Always') {
    const spec = { template }
    return {
      kind: 'Job',
      object: { apiVersion: 'batch/v1', kind: 'Job', metadata: metadata(spec), spec: { template: given } },
    }
  }
  const spec = {
    replicas: 1,
    // The deployUUID alone: two nodes' workloads never share pods.
    selector: { matchLabels: { [DEPLOY_LABEL]: row.deployUUID } },
    strategy: { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
    minReadySeconds: 5,
    template,
  }
  return {
    kind: 'Deployment',
    object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata(spec), spec: { ...spec, template: given } },
  }
}

function podTemplate(row: DeploymentRow, version: VersionRow, labels: StringMap): PodTemplate {
  const network = networkOf(version)
  const restartPolicy =
    version.restartPolicy === 'Never' || version.restartPolicy === 'OnFailure' ? version.restartPolicy : 'Always'
  const container: Container = { name: row.containerUUID, image: row.containerImagePath, ...resources(version) }
  if (network.type === 'PortMapping') container.ports = network.portMappings.map(toContainerPort)
  return {
    metadata: { labels, ...(row.restartedAt ? { annotations: restarted(row.restartedAt) } : {}) },
    spec: {
      containers: [container],
      restartPolicy,
      nodeSelector: { 'kubernetes.io/hostname': row.uniqueName },
      tolerations: TOLERATIONS,
      ...(network.type === 'Host' ? { hostNetwork: true } : {}),
    },
  }
}

function withPullSecret(template: PodTemplate, name: string | undefined): PodTemplate {
  return name === undefined ? template : { ...template, spec: { ...template.spec, imagePullSecrets: [{ name }] } }
}

export function networkOf(version: Pick<VersionRow, 'network'>): Network {
  // Parsed when it was stored (applications/schema.ts).
  return JSON.parse(version.network) as Network
}

/** As `kubectl rollout restart` marks a template: the other spec makes other pods. */
function restarted(at: Date): StringMap {
  return { 'kubectl.kubernetes.io/restartedAt': at.toISOString() }
}

function toContainerPort({ containerPort, hostPort }: PortMapping) {
  return { containerPort, hostPort, protocol: 'TCP' as const }
}

function resources(version: VersionRow): Pick<Container, 'resources'> {
  const requests = quantities(version.cpuQuota, version.memoryQuota)
  const limits = quantities(version.maxCpuQuota, version.maxMemoryQuota)
  if (!requests && !limits) return {}
  return { resources: { ...(requests ? { requests } : {}), ...(limits ? { limits } : {}) } }
}

/** 0 is none. */
function quantities(cores: number, mebibytes: number): StringMap | undefined {
  if (cores === 0 && mebibytes === 0) return undefined
  return {
    ...(cores === 0 ? {} : { cpu: cpuQuantity(cores) }),
    ...(mebibytes === 0 ? {} : { memory: memoryQuantity(mebibytes) }),
  }
}
