import type { ContainerStatus, PodObject } from '@/lib/cluster/kinds'
import { badRequest } from '../api/api-error'
import { timeOf } from '../api/time'

/** How often a virtual container says that it still runs. */
const TICK_MS = 10_000

/** One run of a container, from its start to its end. */
export interface Run {
  container: string
  image: string
  startedAt: number
  endedAt?: number | undefined
  exitCode?: number | undefined
  lines: readonly string[]
}

interface LogLine {
  atMs: number
  /** As a container runtime writes times: RFC 3339 with nanoseconds; no two lines of a run have the same. */
  at: string
  text: string
}

/**
 * The run whose log is asked for, by what the pod's status tells of it.
 * @throws ApiError 400 in the API server's words, where there is none
 */
export function runOf(pod: PodObject, container: string, previous: boolean): Run {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container)
  const podName = pod.metadata.name ?? ''
  const before = status?.lastState?.terminated
  const { running, terminated, waiting } = status?.state ?? {}
  const ended = previous ? before : (terminated ?? (running ? undefined : before))
  if (status && ended) {
    const { startedAt, finishedAt, exitCode } = ended
    const start = status.restartCount + (ended === before ? 0 : 1)
    return makeRun(status, pod, start, { startedAt: timeOf(startedAt), endedAt: timeOf(finishedAt), exitCode })
  }
  if (previous) throw badRequest(`previous terminated container "${container}" in pod "${podName}" not found`)
  if (status && running) return makeRun(status, pod, status.restartCount + 1, { startedAt: timeOf(running.startedAt) })
  const why = waiting?.reason ?? 'ContainerCreating'
  throw badRequest(`container "${container}" in pod "${podName}" is waiting to start: ${why}`)
}

function makeRun(
  { name, image = '', imageID = '', containerID = '' }: ContainerStatus,
  pod: PodObject,
  start: number,
  times: Pick<Run, 'startedAt' | 'endedAt' | 'exitCode'>,
): Run {
  const lines = [
    `virtual node ${pod.spec.nodeName}: no process runs here, this log is written by the virtual node`,
    `image ${image} is ${imageID}`,
    `started container ${name} as ${containerID.slice(0, 25)}, start ${start} in pod ${pod.metadata.name}`,
  ]
  return { container: name, image, lines, ...times }
}

/** How many lines the run has written by `nowMs`. */
export function countLines({ lines, startedAt, endedAt }: Run, nowMs: number): number {
  const ticks = Math.max(0, Math.floor(((endedAt ?? nowMs) - startedAt) / TICK_MS))
  return lines.length + ticks + (endedAt === undefined ? 0 : 1)
}

/** When the next line is due; undefined where the run is over. */
export function nextLineAt(run: Run, nowMs: number): number | undefined {
  if (run.endedAt !== undefined) return undefined
  return run.startedAt + (Math.floor(Math.max(0, nowMs - run.startedAt) / TICK_MS) + 1) * TICK_MS
}

/** A run's line follows from its number: nothing of the log is kept. */
export function lineAt(run: Run, index: number): LogLine {
  const { lines, startedAt, endedAt, exitCode } = run
  const head = lines[index]
  if (head !== undefined) return logLine(startedAt, index, head)
  const tick = index - lines.length + 1
  const atMs = startedAt + tick * TICK_MS
  if (endedAt !== undefined && atMs > endedAt) return logLine(endedAt, index, `ended with exit code ${exitCode ?? 0}`)
  return logLine(atMs, index, `has been running for ${(tick * TICK_MS) / 1000} s`)
}

function logLine(atMs: number, index: number, text: string): LogLine {
  const seconds = new Date(atMs).toISOString().slice(0, 19)
  return { atMs, at: `${seconds}.${String(index % 1_000_000_000).padStart(9, '0')}Z`, text }
}
