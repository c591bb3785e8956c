/** The causes that people meet, told in plain words; all others stand in Kubernetes' own. */
type Cause =
  | 'nodeOffline'
  | 'pull'
  | 'imageName'
  | 'crash'
  | 'memory'
  | 'exit'
  | 'config'
  | 'noFit'
  | 'deadline'
  | 'evicted'
  | 'scaled'

/** By the reason that a reason's text begins with: waiting and terminated states, and pod conditions. */
const CAUSES: Readonly<Record<string, Cause>> = {
  'the node is offline': 'nodeOffline',
  ErrImagePull: 'pull',
  ImagePullBackOff: 'pull',
  RegistryUnavailable: 'pull',
  InvalidImageName: 'imageName',
  CrashLoopBackOff: 'crash',
  OOMKilled: 'memory',
  Error: 'exit',
  ContainerCannotRun: 'config',
  StartError: 'config',
  RunContainerError: 'config',
  CreateContainerConfigError: 'config',
  CreateContainerError: 'config',
  Unschedulable: 'noFit',
  FailedScheduling: 'noFit',
  OutOfcpu: 'noFit',
  OutOfmemory: 'noFit',
  NodePorts: 'noFit',
  DeadlineExceeded: 'deadline',
  BackoffLimitExceeded: 'exit',
  Evicted: 'evicted',
  ScaledToZero: 'scaled',
}

/** What a deployment's `reason` says: its cause where it is a known one, and the exit code where it names one. */
export function readReason(reason: string): { cause: Cause | undefined; exitCode: string | undefined } {
  const head = /^[^:(]*/.exec(reason)?.[0].trim() ?? ''
  const cause = Object.hasOwn(CAUSES, head) ? CAUSES[head] : undefined
  return { cause, exitCode: /\bexit code (\d+)/.exec(reason)?.[1] }
}
