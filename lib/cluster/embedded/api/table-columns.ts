import type {
  Container,
  DeploymentObject,
  EventObject,
  JobObject,
  KubeObject,
  LeaseObject,
  NamespaceObject,
  NodeObject,
  PodObject,
  ReplicaSetObject,
  SecretObject,
} from '@/lib/cluster/kinds'
import type { ResourceName } from '../store/kind-map'
import { selectorText } from './selectors'
import { timeOf } from './time'

export interface Column {
  name: string
  /** only with `-o wide` */
  wide?: boolean
  cell: (object: KubeObject, now: number) => string
}

function column<T extends KubeObject>(
  name: string,
  cell: (object: T, now: number) => string | number | undefined,
  wide = false,
): Column {
  return { name, wide, cell: (object, now) => String(cell(object as T, now) ?? '<none>') }
}

const NAME = column('Name', ({ metadata }) => metadata.name)
const AGE = column('Age', ({ metadata }, now) => age(metadata.creationTimestamp, now))
const NONE = '<none>'

/** A span as kubectl prints it: the largest unit, two where the first is small. */
function age(since: string | undefined | null, now: number): string {
  if (!since) return '<unknown>'
  const seconds = Math.max(0, Math.floor((now - timeOf(since)) / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (seconds < 120) return `${seconds}s`
  if (minutes < 10) return seconds % 60 ? `${minutes}m${seconds % 60}s` : `${minutes}m`
  if (hours < 3) return `${minutes}m`
  if (hours < 8) return minutes % 60 ? `${hours}h${minutes % 60}m` : `${hours}h`
  if (hours < 48) return `${hours}h`
  return `${Math.floor(hours / 24)}d`
}

const names = (containers: Container[]): string => containers.map(({ name }) => name).join(',')
const images = (containers: Container[]): string => containers.map(({ image }) => image).join(',')

function workloadWide<T extends DeploymentObject | ReplicaSetObject | JobObject>(): Column[] {
  return [
    column<T>('Containers', ({ spec }) => names(spec.template.spec.containers), true),
    column<T>('Images', ({ spec }) => images(spec.template.spec.containers), true),
    column<T>('Selector', ({ spec }) => (spec.selector ? selectorText(spec.selector) : NONE), true),
  ]
}

function nodeStatus({ spec, status }: NodeObject): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  const text = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'
  return spec?.unschedulable ? `${text},SchedulingDisabled` : text
}

function nodeRoles({ metadata }: NodeObject): string {
  const prefix = 'node-role.kubernetes.io/'
  const roles = Object.keys(metadata.labels ?? {})
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
  return roles.sort().join(',') || NONE
}

const addressOf = ({ status }: NodeObject, type: string): string =>
  status?.addresses?.find((item) => item.type === type)?.address ?? NONE

function podState({ metadata, status }: PodObject): string {
  if (metadata.deletionTimestamp) return status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating'
  const states = (status?.containerStatuses ?? []).map(({ state }) => state)
  const waiting = states.find((state) => state?.waiting?.reason)?.waiting?.reason
  const terminated = states.find((state) => state?.terminated?.reason)?.terminated?.reason
  return waiting ?? terminated ?? status?.reason ?? status?.phase ?? 'Unknown'
}

function jobStatus({ metadata, status }: JobObject): string {
  const condition = status?.conditions?.find((item) => item.status === 'True')
  return condition?.type ?? (metadata.deletionTimestamp ? 'Terminating' : 'Running')
}

const COLUMNS: Record<ResourceName, Column[]> = {
  nodes: [
    NAME,
    column<NodeObject>('Status', nodeStatus),
    column<NodeObject>('Roles', nodeRoles),
    AGE,
    column<NodeObject>('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
    column<NodeObject>('Internal-IP', (node) => addressOf(node, 'InternalIP'), true),
    column<NodeObject>('External-IP', (node) => addressOf(node, 'ExternalIP'), true),
    column<NodeObject>('OS-Image', ({ status }) => status?.nodeInfo?.osImage || '<unknown>', true),
    column<NodeObject>('Kernel-Version', ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>', true),
    column<NodeObject>(
      'Container-Runtime',
      ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>',
      true,
    ),
  ],
  pods: [
    NAME,
    column<PodObject>(
      'Ready',
      ({ spec, status }) =>
        `${(status?.containerStatuses ?? []).filter(({ ready }) => ready).length}/${spec.containers.length}`,
    ),
    column<PodObject>('Status', podState),
    column<PodObject>('Restarts', ({ status }) =>
      (status?.containerStatuses ?? []).reduce((sum, item) => sum + item.restartCount, 0),
    ),
    AGE,
    column<PodObject>('IP', ({ status }) => status?.podIP, true),
    column<PodObject>('Node', ({ spec }) => spec.nodeName, true),
    column<PodObject>('Nominated Node', () => undefined, true),
    column<PodObject>('Readiness Gates', () => undefined, true),
  ],
  deployments: [
    NAME,
    column<DeploymentObject>('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
    column<DeploymentObject>('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
    column<DeploymentObject>('Available', ({ status }) => status?.availableReplicas ?? 0),
    AGE,
    ...workloadWide<DeploymentObject>(),
  ],
  replicasets: [
    NAME,
    column<ReplicaSetObject>('Desired', ({ spec }) => spec.replicas ?? 0),
    column<ReplicaSetObject>('Current', ({ status }) => status?.replicas ?? 0),
    column<ReplicaSetObject>('Ready', ({ status }) => status?.readyReplicas ?? 0),
    AGE,
    ...workloadWide<ReplicaSetObject>(),
  ],
  jobs: [
    NAME,
    column<JobObject>('Status', jobStatus),
    column<JobObject>(
      'Completions',
      ({ spec, status }) => `${status?.succeeded ?? 0}/${spec.completions ?? spec.parallelism ?? 1}`,
    ),
    column<JobObject>('Duration', ({ status }, now) =>
      status?.startTime ? age(status.startTime, status.completionTime ? timeOf(status.completionTime) : now) : '',
    ),
    AGE,
    ...workloadWide<JobObject>(),
  ],
  events: [
    column<EventObject>('Last Seen', ({ lastTimestamp, eventTime, metadata }, now) =>
      age(lastTimestamp ?? eventTime ?? metadata.creationTimestamp, now),
    ),
    column<EventObject>('Type', ({ type }) => type),
    column<EventObject>('Reason', ({ reason }) => reason),
    column<EventObject>(
      'Object',
      ({ involvedObject }) => `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name}`,
    ),
    column<EventObject>('Message', ({ message }) => (message ?? '').trim()),
    column<EventObject>('Count', ({ count }) => count ?? 1, true),
    column<EventObject>('Name', ({ metadata }) => metadata.name, true),
  ],
  namespaces: [NAME, column<NamespaceObject>('Status', ({ status }) => status?.phase), AGE],
  secrets: [
    NAME,
    column<SecretObject>('Type', ({ type }) => type),
    column<SecretObject>('Data', ({ data }) => Object.keys(data ?? {}).length),
    AGE,
  ],
  configmaps: [NAME, column<SecretObject>('Data', ({ data }) => Object.keys(data ?? {}).length), AGE],
  services: [NAME, AGE],
  serviceaccounts: [NAME, column('Secrets', () => 0), AGE],
  leases: [NAME, column<LeaseObject>('Holder', ({ spec }) => spec?.holderIdentity), AGE],
}

export function columnsOf(resource: ResourceName): Column[] {
  return COLUMNS[resource]
}
