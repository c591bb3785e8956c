import { askCluster } from '@/lib/cluster/ask-cluster'
import type { PodObject } from '@/lib/cluster/kinds'
import { requireDeployment } from '@/lib/deployments/lists'
import { podsOf } from '@/lib/deployments/live'
import type { Call } from '@/lib/protocol/operation'
import { failure } from '@/lib/protocol/reasons'
import type { ContainerInput } from './schema'

/** What looking into a pod needs of a call. */
export type Looking = Pick<Call, 'app' | 'caller' | 'db' | 'signal'>

/** A container that the caller may look into: of a pod of a deployment of the caller's own. */
export interface FoundContainer {
  deploymentId: number
  appName: string
  version: string
  /** The node's name in the console. */
  nodeName: string
  /** The name of the Kubernetes Node. */
  uniqueName: string
  namespace: string
  podName: string
  containerName: string
}

/**
 * Nobody names a namespace, and a pod only among those of a deployment of theirs.
 * @throws AppError `record not found`, a refusal where there is no such pod or container, 40000
 */
export async function findContainer(call: Looking, input: ContainerInput): Promise<FoundContainer> {
  const { row } = await requireDeployment(call, input)
  const pods = await askCluster(call.signal, 'the pods of the deployment', (signal) =>
    podsOf(call, row.deployUUID, signal),
  )
  const pod = choosePod(pods, input.podName)
  return {
    deploymentId: row.id,
    appName: row.appName,
    version: row.version,
    nodeName: input.nodeName,
    uniqueName: pod.spec.nodeName ?? '',
    namespace: call.app.cluster.namespace,
    podName: pod.metadata.name ?? '',
    containerName: chooseContainer(pod, input.containerName),
  }
}

function choosePod(pods: readonly PodObject[], wanted: string | undefined): PodObject {
  if (wanted === undefined) {
    const pod = pods.find(({ metadata }) => metadata.deletionTimestamp === undefined) ?? pods[0]
    if (!pod) throw failure('noPod', {})
    return pod
  }
  const pod = pods.find(({ metadata }) => metadata.name === wanted)
  if (!pod) throw failure('podGone', { pod: wanted })
  return pod
}

function chooseContainer({ spec }: PodObject, wanted: string | undefined): string {
  const names = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name)
  const name = wanted === undefined ? names[0] : names.find((one) => one === wanted)
  if (name === undefined) throw failure('noContainer', { container: wanted ?? '' })
  return name
}
