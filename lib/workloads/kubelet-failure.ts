import type { Cluster } from '@/lib/cluster/cluster'
import { KubeError } from '@/lib/cluster/kube-error'
import { NODES } from '@/lib/cluster/resources'
import type { AppError } from '@/lib/protocol/errors'
import { failure, type Reason } from '@/lib/protocol/reasons'

/** What is known of the node that the pod is on. */
interface NodeFacts {
  isEdge: boolean
  isReady: boolean
}

type Cause = Extract<
  Reason,
  | 'nodeSilent'
  | 'tunnelRefused'
  | 'tunnelNoRoute'
  | 'tunnelNoSession'
  | 'tunnelCertificate'
  | 'kubeletForbids'
  | 'kubeletUnreachable'
  | 'insideFailed'
>

const NODE_WAIT_MS = 2000
const EDGE_LABEL = 'node-role.kubernetes.io/edge'

const CERTIFICATE = /x509:|tls: |certificate|first record does not look like a TLS handshake|HTTP response to HTTPS/i
const FORBIDDEN = /\bForbidden\b|\bUnauthorized\b|nodes\/proxy/i
const REFUSED = /connection refused|connection reset|broken pipe|\bEOF\b/i
const NO_ROUTE = /no route to host|i\/o timeout|timed? ?out|deadline exceeded|network is unreachable|no such host/i
/** CloudCore answers so, without a word, where the node has no session; newer ones name it. */
const NO_SESSION = /can not find .* session|Internal error occurred: ?$|^(unknown|)$|HTTP 50[023]$/i

/**
 * Why the API server could not ask the kubelet, by the words of its refusal. Logs and terminals go from the API server
 * to the kubelet, and to an edge node through CloudCore's tunnel, which is often not set up; the API server says only
 * what failed, not which part of it is missing.
 */
export function causeOf(message: string, { isEdge, isReady }: NodeFacts): Cause {
  if (!isReady) return 'nodeSilent'
  if (CERTIFICATE.test(message)) return isEdge ? 'tunnelCertificate' : 'kubeletUnreachable'
  if (FORBIDDEN.test(message)) return 'kubeletForbids'
  if (REFUSED.test(message)) return isEdge ? 'tunnelRefused' : 'kubeletUnreachable'
  if (NO_ROUTE.test(message)) return isEdge ? 'tunnelNoRoute' : 'kubeletUnreachable'
  return isEdge && NO_SESSION.test(message) ? 'tunnelNoSession' : 'insideFailed'
}

/** Where a failure happened, for its sentence. */
interface Place {
  /** The node's name in the console. */
  nodeName: string
  /** The name of the Kubernetes Node. */
  uniqueName: string
  podName: string
}

/** The refusal that a failure of `pods/log` becomes: of the container, of the console, or of the way there. */
export async function logFailure(cluster: Cluster, place: Place, error: KubeError): Promise<AppError> {
  if (error.status === 400) {
    if (/previous terminated container/i.test(error.message)) return failure('logNoPrevious', {})
    return failure('logNotStarted', { why: error.message })
  }
  return kubeletFailure(cluster, place, error)
}

const VIRTUAL = /is virtual and runs no processes/
/** What a container runtime says where it was reached and could not start the command. */
const NOT_STARTED =
  /executing command in container|exec failed|executable file not found|container not found|not running|OCI runtime/i

/** The refusal that a failure of `pods/exec` becomes. */
export async function execFailure(cluster: Cluster, place: Place, error: KubeError): Promise<AppError> {
  const { status, message } = error
  if (VIRTUAL.test(message)) return failure('nodeVirtual', { node: place.nodeName, why: message })
  if (status === 400 || NOT_STARTED.test(message)) return failure('execRefused', { why: message })
  return kubeletFailure(cluster, place, error)
}

async function kubeletFailure(cluster: Cluster, place: Place, error: KubeError): Promise<AppError> {
  const { status, reason, message } = error
  if (status === 404) return failure('podGone', { pod: place.podName })
  if (status === 401 || (reason === 'Forbidden' && isAboutConsole(message)))
    return failure('clusterForbids', { what: 'what runs in pods' }, { cause: error })
  if (reason === 'Unreachable') return failure('clusterFor', { what: 'the pod' }, { cause: error })
  const cause = causeOf(message, await nodeFacts(cluster, place.uniqueName))
  return failure(cause, { node: place.nodeName, why: message }, { cause: error })
}

/** The API server refuses the console by naming the pod's subresource; a kubelet refuses the API server. */
const isAboutConsole = (message: string) => /pods\/(log|exec)|cannot (get|create) resource/.test(message)

async function nodeFacts({ client }: Cluster, name: string): Promise<NodeFacts> {
  try {
    const { metadata, status } = await client.get(NODES, { name }, AbortSignal.timeout(NODE_WAIT_MS))
    const ready = status?.conditions?.find(({ type }) => type === 'Ready')
    return { isEdge: metadata.labels?.[EDGE_LABEL] !== undefined, isReady: ready?.status === 'True' }
  } catch (error) {
    if (!(error instanceof KubeError)) throw error
    return { isEdge: true, isReady: true } // what the API server said of the way there has to do
  }
}
