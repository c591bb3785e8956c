import type { IncomingMessage } from 'node:http'
import { KubeError } from '@/lib/cluster/kube-error'
import { PODS, resourcePath } from '@/lib/cluster/resources'
import { failure } from '@/lib/protocol/reasons'
import { findContainer, type FoundContainer, type Looking } from './find-container'
import { logFailure } from './kubelet-failure'
import { untilTime } from './log-lines'
import { LogTail } from './log-tail'
import type { PodLogInput, PodLogOutput } from './schema'

/** As much as an answer in one piece holds; the stream has no end. */
const MAX_LOG_BYTES = 1 << 20
/** A query waits no longer than this. */
const WHOLE_MS = 5000

interface LogRequest extends Omit<PodLogInput, 'tailLines'> {
  tailLines?: number | undefined
  follow?: boolean
}

/**
 * A container's log as it comes, of which nothing is read before somebody asks for it.
 * @throws AppError, also while it is read, where the cluster breaks off
 */
export async function openLog(
  { app, signal }: Pick<Looking, 'app' | 'signal'>,
  found: FoundContainer,
  { previous, tailLines, since, until, timestamps, follow = false }: LogRequest,
): Promise<AsyncGenerator<Buffer>> {
  const { namespace, podName, containerName } = found
  const path = `${resourcePath(PODS, namespace, podName)}/log`
  const query = {
    container: containerName,
    follow: follow || undefined,
    previous: previous || undefined,
    tailLines,
    sinceTime: since === undefined ? undefined : wholeSeconds(since),
    timestamps: timestamps || until !== undefined || undefined,
  }
  let answer: IncomingMessage
  try {
    answer = await app.cluster.client.stream(path, query, signal)
  } catch (error) {
    if (!(error instanceof KubeError)) throw error
    throw await logFailure(app.cluster, found, error)
  }
  const chunks = readChunks(answer)
  return until === undefined ? chunks : untilTime(chunks, until, timestamps)
}

/** Kubernetes knows no fractions here. */
const wholeSeconds = (time: string) => `${new Date(time).toISOString().slice(0, 19)}Z`

async function* readChunks(answer: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* answer as AsyncIterable<Buffer>
  } finally {
    answer.destroy()
  }
}

/** The last lines of a container's log, in one piece. @throws AppError */
export async function podLog(call: Looking, input: PodLogInput): Promise<PodLogOutput> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(WHOLE_MS)])
  const { app, caller, db } = call
  const found = await findContainer({ app, caller, db, signal }, input)
  // Kubernetes counts `limitBytes` from where the last lines begin, and would leave out the newest.
  const tail = new LogTail(MAX_LOG_BYTES)
  try {
    for await (const chunk of await openLog({ app, signal }, found, input)) tail.add(chunk)
  } catch (error) {
    if (!signal.aborted) throw error
    throw failure('clusterFor', { what: 'the log' }, { cause: error })
  }
  const { text, isCut } = tail.read()
  return { podName: found.podName, containerName: found.containerName, log: text, truncated: isCut }
}
