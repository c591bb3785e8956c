import type { ServerResponse } from 'node:http'
import type { PodObject } from '@/lib/cluster/kinds'
import type { ObjectStore } from '../store/object-store'
import { countLines, lineAt, nextLineAt, runOf, type Run } from '../node/virtual-log'
import { badRequest } from './api-error'
import { boolParameter, intParameter } from './list'
import { timeOf } from './time'

/** The container that is asked for; the only one where none is named. @throws ApiError 400 */
export function containerOf(pod: PodObject, wanted: string | null): string {
  const names = pod.spec.containers.map(({ name }) => name)
  const podName = pod.metadata.name ?? ''
  const [first = '', ...others] = names
  if (wanted === null || wanted === '') {
    if (others.length === 0) return first
    throw badRequest(`a container name must be specified for pod ${podName}, choose one of: [${names.join(' ')}]`)
  }
  if (!names.includes(wanted)) throw badRequest(`container ${wanted} is not valid for pod ${podName}`)
  return wanted
}

/** One reader of the log of a container on a virtual node, until the run or the reader ends. */
export class PodLogStream {
  private readonly unsubscribe: () => void
  private readonly limitBytes: number
  private readonly startedAt: number
  private next: number
  private sent = 0
  private timer: NodeJS.Timeout | undefined
  private ended = false

  constructor(
    private readonly store: ObjectStore,
    private pod: PodObject,
    private readonly query: URLSearchParams,
    private readonly response: ServerResponse,
    private readonly onEnd: (stream: PodLogStream) => void,
  ) {
    this.limitBytes = intParameter(query, 'limitBytes') || Number.MAX_SAFE_INTEGER
    const run = this.run()
    this.startedAt = run.startedAt
    this.next = this.firstLine(run)
    this.unsubscribe = store.subscribe('pods', ({ type, object }) => {
      if (object.metadata.uid !== this.pod.metadata.uid) return
      if (type === 'DELETED') return this.stop()
      this.pod = object
      this.write()
    })
    response.on('close', () => this.stop()).on('drain', () => this.write())
  }

  start(): void {
    this.response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-cache, private' })
    this.response.flushHeaders()
    this.write()
  }

  stop(): void {
    if (this.ended) return
    this.ended = true
    this.unsubscribe()
    clearTimeout(this.timer)
    this.response.end()
    this.onEnd(this)
  }

  /** @throws ApiError 400 where the container has written nothing yet */
  private run(): Run {
    return runOf(this.pod, containerOf(this.pod, this.query.get('container')), boolParameter(this.query, 'previous'))
  }

  private firstLine(run: Run): number {
    const now = Date.now()
    const count = countLines(run, now)
    const seconds = intParameter(this.query, 'sinceSeconds')
    const since = Math.max(timeOf(this.query.get('sinceTime')), seconds ? now - seconds * 1000 : 0)
    let first = 0
    while (first < count && lineAt(run, first).atMs < since) first++
    const tail = this.query.has('tailLines') ? intParameter(this.query, 'tailLines') : count
    return Math.max(first, count - tail)
  }

  private write(): void {
    if (this.ended) return
    clearTimeout(this.timer)
    const run = this.run()
    if (run.startedAt !== this.startedAt) return this.stop()
    const now = Date.now()
    for (const count = countLines(run, now); this.next < count; this.next++) {
      if (this.response.writableNeedDrain) return
      const { at, text } = lineAt(run, this.next)
      const line = Buffer.from(`${boolParameter(this.query, 'timestamps') ? `${at} ` : ''}${text}\n`)
      this.response.write(line.subarray(0, this.limitBytes - this.sent))
      this.sent += line.length
      if (this.sent >= this.limitBytes) return this.stop()
    }
    const due = boolParameter(this.query, 'follow') ? nextLineAt(run, now) : undefined
    if (due === undefined) return this.stop()
    this.timer = setTimeout(() => this.write(), due - now)
  }
}
