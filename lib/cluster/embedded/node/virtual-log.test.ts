import { describe, expect, it } from 'vitest'
import type { ContainerStatus, PodObject } from '@/lib/cluster/kinds'
import { countLines, lineAt, nextLineAt, runOf } from './virtual-log'

const START = Date.parse('2026-01-01T00:00:00Z')

const podWith = (status: Partial<ContainerStatus>): PodObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1' },
  spec: { nodeName: 'edge-1', containers: [{ name: 'main', image: 'r/web:1' }] },
  status: {
    containerStatuses: [
      { name: 'main', image: 'r/web:1', imageID: 'r/web@sha256:1', ready: true, restartCount: 0, ...status },
    ],
  },
})
const running = { running: { startedAt: '2026-01-01T00:00:00Z' } }
const ended = (exitCode: number) => ({
  terminated: { exitCode, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:25Z' },
})
const textOf = (pod: PodObject, previous = false, nowMs = START + 25_500) => {
  const run = runOf(pod, 'main', previous)
  return Array.from({ length: countLines(run, nowMs) }, (_, i) => lineAt(run, i).text)
}

describe('the log of a container on a virtual node', () => {
  it('says what the node did, and every ten seconds that it still runs', () => {
    const lines = textOf(podWith({ state: running }))
    expect(lines).toHaveLength(5)
    expect(lines[0]).toContain('no process runs here')
    expect(lines[2]).toContain('start 1')
    expect(lines.at(-1)).toBe('has been running for 20 s')
    expect(nextLineAt(runOf(podWith({ state: running }), 'main', false), START + 25_500)).toBe(START + 30_000)
  })

  it('ends with how the container ended', () => {
    const pod = podWith({ state: ended(3) })
    expect(textOf(pod, false, START + 999_000).slice(-2)).toEqual([
      'has been running for 20 s',
      'ended with exit code 3',
    ])
    expect(nextLineAt(runOf(pod, 'main', false), START)).toBeUndefined()
  })

  it('is that of the run before while the container waits to start anew, and when that is asked for', () => {
    const waiting = podWith({
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: ended(1),
      restartCount: 1,
    })
    expect(textOf(waiting).at(-1)).toBe('ended with exit code 1')
    const again = podWith({ state: running, lastState: ended(1), restartCount: 1 })
    expect(textOf(again)[2]).toContain('start 2')
    expect(textOf(again, true)[2]).toContain('start 1')
  })

  it('gives no two lines the same time', () => {
    const run = runOf(podWith({ state: ended(0) }), 'main', false)
    const times = Array.from({ length: countLines(run, START) }, (_, i) => lineAt(run, i).at)
    expect(new Set(times).size).toBe(times.length)
    expect(times).toEqual([...times].sort())
  })

  it('is refused as the kubelet refuses it where nothing was written', () => {
    const waiting = podWith({ state: { waiting: { reason: 'ErrImagePull' } } })
    expect(() => runOf(waiting, 'main', false)).toThrow(
      'container "main" in pod "web-1" is waiting to start: ErrImagePull',
    )
    expect(() => runOf(podWith({ state: running }), 'main', true)).toThrow(
      'previous terminated container "main" in pod "web-1" not found',
    )
  })
})
