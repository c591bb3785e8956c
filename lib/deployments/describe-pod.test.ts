import { expect, it } from 'vitest'
import type { PodObject } from '@/lib/cluster/kinds'
import { describePod } from './describe-pod'

const pod = (status?: PodObject['status'], more: Partial<PodObject['metadata']> = {}): PodObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'deploy-1-a', creationTimestamp: '2026-11-21T08:00:00Z', ...more },
  spec: { nodeName: 'node-1', containers: [{ name: 'main', image: 'r/a:1' }] },
  ...(status ? { status } : {}),
})
const main = { name: 'main', image: 'r/a:1', imageID: '', ready: false, restartCount: 3 }

it('says of a crash loop how it ended the time before', () => {
  const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-11-21T08:05:00Z' } }
  const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } }
  const described = describePod(pod({ phase: 'Running', containerStatuses: [{ ...main, state, lastState }] }))
  expect(described).toMatchObject({ phase: 'Running', uniqueName: 'node-1', createdAt: '2026-11-21T08:00:00.000Z' })
  expect(described.containers).toEqual([
    {
      name: 'main',
      image: 'r/a:1',
      ready: false,
      state: 'waiting',
      since: null,
      reason: 'CrashLoopBackOff',
      message: 'back-off 10s',
      exitCode: null,
      restarts: 3,
      last: { exitCode: 137, reason: 'OOMKilled', endedAt: '2026-11-21T08:05:00.000Z' },
    },
  ])
})

it('says since when it runs, or how it ended', () => {
  const running = { running: { startedAt: '2026-11-21T08:01:00Z' } }
  const ended = { terminated: { exitCode: 0, reason: 'Completed', finishedAt: 'never' } }
  const [runs] = describePod(pod({ containerStatuses: [{ ...main, ready: true, state: running }] })).containers
  expect(runs).toMatchObject({ state: 'running', ready: true, since: '2026-11-21T08:01:00.000Z', exitCode: null })
  const [over] = describePod(pod({ containerStatuses: [{ ...main, state: ended }] })).containers
  expect(over).toMatchObject({ state: 'terminated', since: null, reason: 'Completed', exitCode: 0, last: null })
})

it('says why it is on no node, and that it leaves', () => {
  const conditions = [{ type: 'PodScheduled', status: 'False' as const, reason: 'Unschedulable', message: '0/1 nodes' }]
  const described = describePod(pod({ phase: 'Pending', conditions }, { deletionTimestamp: '2026-11-21T08:09:00Z' }))
  expect(described).toMatchObject({ reason: 'Unschedulable', message: '0/1 nodes', leaving: true })
})

it('knows nothing of a pod that nobody has looked at', () => {
  const described = describePod(pod())
  expect(described).toMatchObject({ phase: 'Unknown', reason: '', podIp: '', leaving: false })
  expect(described.containers).toMatchObject([{ state: 'unknown', restarts: 0, ready: false }])
})
