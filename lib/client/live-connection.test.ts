import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChangeKind } from '@/lib/events/change'
import { LiveConnection, type EventStream, type LiveState } from './live-connection'

/** An EventSource whose events the test makes; happy-dom and Node have none of their own. */
class ScriptedStream implements EventStream {
  readyState = 0
  readonly #listeners = new Map<string, (event: { data?: unknown }) => void>()

  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.#listeners.set(type, listener)
  }

  close(): void {
    this.readyState = 2
  }

  emit(type: string, data?: unknown): void {
    this.#listeners.get(type)?.({ data })
  }

  opened(): void {
    this.readyState = 1
    this.emit('open')
  }

  changed(kind: string): void {
    this.emit('changed', JSON.stringify({ kind, ids: [1] }))
  }
}

const streams: ScriptedStream[] = []
const states: LiveState['phase'][] = []
const changes: (ChangeKind[] | 'all')[] = []
let connection: LiveConnection

beforeEach(() => {
  vi.useFakeTimers()
  for (const list of [streams, states, changes]) list.length = 0
  connection = new LiveConnection(
    () => {
      const stream = new ScriptedStream()
      streams.push(stream)
      return stream
    },
    {
      onState: ({ phase }) => states.push(phase),
      onChanged: (kinds) => changes.push(kinds ? [...kinds] : 'all'),
    },
  )
  connection.start()
})
afterEach(() => {
  connection.stop()
  vi.useRealTimers()
})

function last(): ScriptedStream {
  const stream = streams.at(-1)
  if (!stream) throw new Error('no stream was opened')
  return stream
}

describe('LiveConnection', () => {
  it('tells of every change', () => {
    last().opened()
    for (const kind of ['node', 'deployment', 'node']) last().changed(kind)
    expect(changes).toEqual(['all', ['node'], ['deployment'], ['node']])
  })

  it.each(['nonsense', '{"kind":"user"}', 'null', '[]', undefined, 7])('does not stumble over %j', (data) => {
    last().opened()
    last().emit('changed', data)
    expect(changes).toEqual(['all'])
  })

  it('fetches everything again when it opens, as what changed since it was fetched is told by nobody', () => {
    expect(changes).toEqual([])
    last().opened()
    expect(states).toEqual(['live'])
    expect(changes).toEqual(['all'])
  })

  it('fetches everything once it is back, as notices were missed', () => {
    last().opened()
    last().readyState = 0
    last().emit('error')
    last().emit('error')
    expect(states).toEqual(['live', 'lost'])
    vi.advanceTimersByTime(30_000)
    expect(streams).toHaveLength(1)
    last().opened()
    expect(states).toEqual(['live', 'lost', 'live'])
    expect(changes).toEqual(['all', 'all'])
  })

  it('opens anew, ever more slowly, where the browser has given up', () => {
    const delays: number[] = []
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const before = streams.length
      const from = Date.now()
      last().readyState = 2
      last().emit('error')
      vi.advanceTimersToNextTimer()
      expect(streams).toHaveLength(before + 1)
      delays.push(Date.now() - from)
    }
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    last().opened()
    last().close()
    last().emit('error')
    const from = Date.now()
    vi.advanceTimersToNextTimer()
    expect(Date.now() - from).toBe(1000)
  })

  it('takes a stream for lost that is silent for longer than the server ever is, and opens another', () => {
    last().opened()
    for (let n = 0; n < 10; n++) {
      vi.advanceTimersByTime(15_000)
      last().emit('heartbeat', '{}')
    }
    expect([states, streams.length]).toEqual([['live'], 1])
    const silent = last()
    vi.advanceTimersByTime(40_000)
    expect([states, streams.length, silent.readyState]).toEqual([['live', 'lost'], 2, 2])
    vi.advanceTimersByTime(40_000)
    expect(streams).toHaveLength(3)
    last().opened()
    expect([states.at(-1), changes]).toEqual(['live', ['all', 'all']])
  })

  it('opens another when the network has changed, unless it was stopped', () => {
    last().opened()
    const first = last()
    connection.reopen()
    expect([streams.length, first.readyState, states]).toEqual([2, 2, ['live']])
    connection.stop()
    connection.reopen()
    expect(streams).toHaveLength(2)
  })

  it('stops for good', () => {
    last().opened()
    last().changed('node')
    connection.stop()
    expect(last().readyState).toBe(2)
    last().emit('error')
    vi.advanceTimersByTime(120_000)
    expect(streams).toHaveLength(1)
    expect(changes).toEqual(['all', ['node']])
  })
})
