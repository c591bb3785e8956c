/**
 * The Kubernetes kinds that the console uses, as they travel: JSON, times as RFC 3339 strings, optional wherever the
 * API server may leave a field out. Only the fields that we read or write are named.
 */
export type StringMap = Record<string, string>

export interface OwnerReference {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean
  blockOwnerDeletion?: boolean
}

export interface ObjectMeta {
  name?: string
  generateName?: string
  namespace?: string
  uid?: string
  resourceVersion?: string
  generation?: number
  creationTimestamp?: string
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  labels?: StringMap
  annotations?: StringMap
  ownerReferences?: OwnerReference[]
  finalizers?: string[]
}

export interface KubeObject {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
}

export interface ListMeta {
  resourceVersion?: string
  continue?: string
  remainingItemCount?: number
}

export interface KubeList<T extends KubeObject = KubeObject> {
  apiVersion: string
  kind: string
  metadata: ListMeta
  items: T[]
}

export type ConditionStatus = 'True' | 'False' | 'Unknown'

export interface Condition {
  type: string
  status: ConditionStatus
  reason?: string
  message?: string
  lastTransitionTime?: string
}

/* ---- node ---- */

export interface Taint {
  key: string
  value?: string
  effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
  timeAdded?: string
}

export interface NodeCondition extends Condition {
  lastHeartbeatTime?: string
}

interface NodeAddress {
  type: 'InternalIP' | 'ExternalIP' | 'Hostname' | (string & {})
  address: string
}

interface NodeSystemInfo {
  architecture?: string
  bootID?: string
  containerRuntimeVersion?: string
  kernelVersion?: string
  kubeProxyVersion?: string
  kubeletVersion?: string
  machineID?: string
  operatingSystem?: string
  osImage?: string
  systemUUID?: string
}

export interface NodeObject extends KubeObject {
  spec?: { unschedulable?: boolean; taints?: Taint[]; podCIDR?: string; providerID?: string }
  status?: {
    /** quantities such as `4`, `8048996Ki`, `110` */
    capacity?: StringMap
    allocatable?: StringMap
    conditions?: NodeCondition[]
    addresses?: NodeAddress[]
    nodeInfo?: NodeSystemInfo
    images?: { names?: string[]; sizeBytes?: number }[]
  }
}

/* ---- pod ---- */

export interface ResourceRequirements {
  requests?: StringMap
  limits?: StringMap
}

export interface ContainerPort {
  name?: string
  containerPort: number
  hostPort?: number
  hostIP?: string
  protocol?: 'TCP' | 'UDP' | 'SCTP'
}

export interface Container {
  name: string
  image?: string
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never'
  command?: string[]
  args?: string[]
  env?: { name: string; value?: string }[]
  ports?: ContainerPort[]
  resources?: ResourceRequirements
  terminationMessagePath?: string
  terminationMessagePolicy?: string
}

export interface Toleration {
  key?: string
  operator?: 'Exists' | 'Equal'
  value?: string
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
  tolerationSeconds?: number
}

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never'

export interface PodSpec {
  containers: Container[]
  initContainers?: Container[]
  nodeName?: string
  nodeSelector?: StringMap
  hostNetwork?: boolean
  restartPolicy?: RestartPolicy
  terminationGracePeriodSeconds?: number
  tolerations?: Toleration[]
  dnsPolicy?: string
  schedulerName?: string
  serviceAccountName?: string
  automountServiceAccountToken?: boolean
  enableServiceLinks?: boolean
  imagePullSecrets?: { name: string }[]
  securityContext?: Record<string, unknown>
  priority?: number
}

export interface PodTemplate {
  metadata?: ObjectMeta
  spec: PodSpec
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string }
  running?: { startedAt?: string }
  terminated?: {
    exitCode: number
    reason?: string
    message?: string
    startedAt?: string
    finishedAt?: string
    containerID?: string
  }
}

export interface ContainerStatus {
  name: string
  image: string
  imageID: string
  containerID?: string
  ready: boolean
  started?: boolean
  restartCount: number
  state?: ContainerState
  lastState?: ContainerState
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'

export interface PodStatus {
  phase?: PodPhase
  reason?: string
  message?: string
  conditions?: Condition[]
  hostIP?: string
  podIP?: string
  podIPs?: { ip: string }[]
  startTime?: string
  qosClass?: 'Guaranteed' | 'Burstable' | 'BestEffort'
  containerStatuses?: ContainerStatus[]
}

export interface PodObject extends KubeObject {
  spec: PodSpec
  status?: PodStatus
}

/* ---- workloads ---- */

export interface LabelSelector {
  matchLabels?: StringMap
  matchExpressions?: { key: string; operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'; values?: string[] }[]
}

/** A number of pods, or a share of the replicas such as `25%`. */
export type IntOrPercent = number | string

export interface DeploymentCondition extends Condition {
  lastUpdateTime?: string
}

interface DeploymentSpec {
  replicas?: number
  selector: LabelSelector
  template: PodTemplate
  strategy?: {
    type?: 'RollingUpdate' | 'Recreate'
    rollingUpdate?: { maxSurge?: IntOrPercent; maxUnavailable?: IntOrPercent }
  }
  minReadySeconds?: number
  progressDeadlineSeconds?: number
  revisionHistoryLimit?: number
  paused?: boolean
}

export interface DeploymentStatus {
  observedGeneration?: number
  replicas?: number
  updatedReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  unavailableReplicas?: number
  conditions?: DeploymentCondition[]
}

export interface DeploymentObject extends KubeObject {
  spec: DeploymentSpec
  status?: DeploymentStatus
}

interface ReplicaSetSpec {
  replicas?: number
  minReadySeconds?: number
  selector: LabelSelector
  template: PodTemplate
}

interface ReplicaSetStatus {
  replicas: number
  fullyLabeledReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  observedGeneration?: number
  conditions?: Condition[]
}

export interface ReplicaSetObject extends KubeObject {
  spec: ReplicaSetSpec
  status?: ReplicaSetStatus
}

export interface JobCondition extends Condition {
  lastProbeTime?: string
}

interface JobSpec {
  parallelism?: number
  completions?: number
  backoffLimit?: number
  activeDeadlineSeconds?: number
  ttlSecondsAfterFinished?: number
  manualSelector?: boolean
  suspend?: boolean
  selector?: LabelSelector
  template: PodTemplate
}

export interface JobStatus {
  active?: number
  succeeded?: number
  failed?: number
  startTime?: string
  completionTime?: string
  conditions?: JobCondition[]
}

export interface JobObject extends KubeObject {
  spec: JobSpec
  status?: JobStatus
}

/* ---- the rest ---- */

interface ObjectReference {
  apiVersion?: string
  kind?: string
  namespace?: string
  name?: string
  uid?: string
  resourceVersion?: string
  fieldPath?: string
}

export interface EventObject extends KubeObject {
  involvedObject: ObjectReference
  reason?: string
  message?: string
  type?: 'Normal' | 'Warning' | (string & {})
  source?: { component?: string; host?: string }
  firstTimestamp?: string | null
  lastTimestamp?: string | null
  eventTime?: string | null
  count?: number
  /** set by writers of the newer form, which leave `count` and `lastTimestamp` out */
  series?: { count?: number; lastObservedTime?: string | null } | null
  reportingComponent?: string
  reportingInstance?: string
}

export interface SecretObject extends KubeObject {
  type?: string
  /** values are base64 */
  data?: StringMap
  stringData?: StringMap
  immutable?: boolean
}

export interface ConfigMapObject extends KubeObject {
  data?: StringMap
  binaryData?: StringMap
  immutable?: boolean
}

export interface LeaseObject extends KubeObject {
  spec?: {
    holderIdentity?: string
    leaseDurationSeconds?: number
    /** MicroTime: RFC 3339 with microseconds */
    acquireTime?: string
    renewTime?: string
    leaseTransitions?: number
  }
}

export interface NamespaceObject extends KubeObject {
  spec?: { finalizers?: string[] }
  status?: { phase?: 'Active' | 'Terminating' }
}

export interface ServiceObject extends KubeObject {
  spec?: { type?: string; clusterIP?: string; selector?: StringMap; ports?: ServicePort[] }
}

type ServicePort = { name?: string; port: number; targetPort?: number | string; protocol?: string }

export interface ScaleObject extends KubeObject {
  spec: { replicas?: number }
  status?: { replicas: number; selector?: string }
}

export type StatusCause = { reason?: string; message?: string; field?: string }

/** The `Status` that the API server answers to everything but success (and to some successes). */
export interface StatusObject {
  apiVersion: 'v1'
  kind: 'Status'
  metadata: ListMeta
  status: 'Success' | 'Failure'
  message?: string
  reason?: string
  code?: number
  details?: {
    name?: string
    group?: string
    kind?: string
    uid?: string
    causes?: StatusCause[]
    retryAfterSeconds?: number
  }
}

/** One line of a watch; `object` is a `Status` for ERROR and carries little but a resourceVersion for BOOKMARK. */
export interface WatchEvent<T extends KubeObject = KubeObject> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  object: T | StatusObject
}
