import type {
  Condition,
  ContainerState,
  ContainerStatus,
  DeploymentObject,
  DeploymentStatus,
  JobObject,
  NodeObject,
  ObjectMeta,
  PodObject,
  PodSpec,
  StringMap,
} from '@/lib/cluster/kinds'
import { DEPLOY_LABEL, PULL_SECRET_ANNOTATION, SPEC_HASH } from '@/lib/deployments/workload'
import { NODE_NAME } from '@/lib/nodes/marks'
import { Shared } from './shared'

/**
 * What the view keeps of an object: what the reconciler reads, and no more, since of some kinds there are hundreds of
 * thousands. What is the same in many of them is kept once.
 */
const texts = new Shared<string>()
const podStatuses = new Shared<NonNullable<PodObject['status']>>()
const nodeInfos = new Shared<NonNullable<NonNullable<NodeObject['status']>['nodeInfo']>>()
const deploymentStatuses = new Shared<DeploymentStatus>()
const capacities = new Shared<StringMap>()

const NO_SPEC: PodSpec = { containers: [] }
const ONE_REPLICA: DeploymentObject['spec'] = { replicas: 1, selector: {}, template: { spec: NO_SPEC } }
const JOB_SPEC: JobObject['spec'] = { template: { spec: NO_SPEC } }
const ANNOTATIONS = [SPEC_HASH, PULL_SECRET_ANNOTATION]

export function stripNode({ metadata, status }: NodeObject): NodeObject {
  const { [NODE_NAME]: name } = metadata.annotations ?? {}
  const annotations: StringMap = name === undefined ? {} : { [NODE_NAME]: name }
  const { capacity = {}, conditions = [], addresses = [], nodeInfo = {} } = status ?? {}
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { ...stripMeta(metadata), labels: sharedMap(metadata.labels ?? {}), annotations: sharedMap(annotations) },
    status: {
      capacity: capacities.of(JSON.stringify(capacity), () => capacity),
      conditions: conditions.filter(({ type }) => type === 'Ready'),
      addresses,
      nodeInfo: infoOf(nodeInfo),
    },
  }
}

/** The ids of machine and boot are nobody else's and not read. */
function infoOf(info: NonNullable<NonNullable<NodeObject['status']>['nodeInfo']>) {
  const { architecture, containerRuntimeVersion, kubeletVersion, osImage } = info
  const kept = { architecture, containerRuntimeVersion, kubeletVersion, osImage }
  return nodeInfos.of(JSON.stringify(kept), () => kept)
}

/** Its labels but for ours, its containers and its addresses are not kept. */
export function stripPod({ metadata, status = {} }: PodObject): PodObject {
  const deployUUID = metadata.labels?.[DEPLOY_LABEL]
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...stripMeta(metadata),
      ...(deployUUID === undefined ? {} : { labels: { [DEPLOY_LABEL]: deployUUID } }),
    },
    spec: NO_SPEC,
    status: stripPodStatus(status),
  }
}

function stripPodStatus({
  phase,
  reason,
  message,
  conditions = [],
  containerStatuses = [],
}: NonNullable<PodObject['status']>) {
  const kept = {
    ...(phase === undefined ? {} : { phase }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    conditions: conditions.filter(({ type }) => type === 'Ready' || type === 'PodScheduled').map(stripCondition),
    containerStatuses: containerStatuses.map(stripContainer),
  }
  return podStatuses.of(JSON.stringify(kept), () => kept)
}

function stripCondition({ type, status, reason, message }: Condition): Condition {
  return { type, status, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) }
}

function stripContainer({ ready, restartCount, state, lastState }: ContainerStatus): ContainerStatus {
  const last = lastState?.terminated ? { lastState: stripState(lastState) } : {}
  return {
    name: '',
    image: '',
    imageID: '',
    ready,
    restartCount,
    ...(state ? { state: stripState(state) } : {}),
    ...last,
  }
}

/** Times and ids would make each one another. */
function stripState({ waiting, running, terminated }: ContainerState): ContainerState {
  if (waiting) return { waiting }
  if (!terminated) return running ? { running: {} } : {}
  const { exitCode, reason, message } = terminated
  return { terminated: { exitCode, ...(reason ? { reason } : {}), ...(message ? { message } : {}) } }
}

export function stripDeployment({ metadata, spec, status = {} }: DeploymentObject): DeploymentObject {
  const { replicas } = spec
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: stripWorkloadMeta(metadata),
    spec: replicas === undefined || replicas === 1 ? ONE_REPLICA : { ...ONE_REPLICA, replicas },
    status: stripDeploymentStatus(status),
  }
}

function stripDeploymentStatus({
  observedGeneration,
  replicas,
  updatedReplicas,
  availableReplicas,
  conditions = [],
}: DeploymentStatus): DeploymentStatus {
  const progressing = conditions.filter(({ type }) => type === 'Progressing').map(stripProgress)
  const kept = { observedGeneration, replicas, updatedReplicas, availableReplicas, conditions: progressing }
  return deploymentStatuses.of(JSON.stringify(kept), () => kept)
}

/** What it says of a rollout that went well is not read, and another for each. */
function stripProgress({ message, ...condition }: Condition): Condition {
  return stripCondition(
    condition.reason === 'ProgressDeadlineExceeded' && message ? { ...condition, message } : condition,
  )
}

export function stripJob({ metadata, status }: JobObject): JobObject {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: stripWorkloadMeta(metadata), spec: JOB_SPEC, status }
}

function stripWorkloadMeta(metadata: ObjectMeta): ObjectMeta {
  const { generation, annotations = {} } = metadata
  const kept: StringMap = {}
  for (const name of ANNOTATIONS) if (annotations[name] !== undefined) kept[name] = annotations[name]
  return { ...stripMeta(metadata), ...(generation === undefined ? {} : { generation }), annotations: kept }
}

function stripMeta({ name, resourceVersion, creationTimestamp, deletionTimestamp }: ObjectMeta): ObjectMeta {
  return {
    name,
    resourceVersion,
    creationTimestamp:
      creationTimestamp === undefined ? undefined : texts.of(creationTimestamp, () => creationTimestamp),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
  }
}

function sharedMap(map: StringMap): StringMap {
  for (const [name, value] of Object.entries(map)) map[name] = texts.of(value, () => value)
  return map
}
