import { afterEach, describe, expect, it } from 'vitest'
import { startHttpServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { askCluster } from './ask-cluster'
import { KubeClient } from './client'
import { openTestCluster } from './embedded/testing'
import { eventually } from './conformance/fixtures'
import { listObjectEvents, type ObjectEvent } from './events'
import type { NodeObject } from './kinds'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

async function clusterAnswering(items: unknown[], status = 200) {
  const asked: URL[] = []
  const server = await startHttpServer((req, res) => {
    asked.push(new URL(req.url ?? '', 'http://cluster'))
    const body = status === 200 ? { metadata: {}, items } : { kind: 'Status', reason: 'Forbidden', message: 'no' }
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const client = new KubeClient(kubeConfigFor(server.url))
  ending.push(
    () => server.stop(),
    () => client.close(),
  )
  return { client, asked }
}

const about = (uid: string | undefined, more: object) => ({
  metadata: { name: 'e', namespace: 'default', uid: JSON.stringify(more), creationTimestamp: '2026-11-20T08:00:00Z' },
  involvedObject: { kind: 'Node', name: 'n', uid },
  ...more,
})

describe('listObjectEvents', () => {
  it('asks for one object, and reads both forms of time and count, newest first', async () => {
    const { client, asked } = await clusterAnswering([
      about('u', {
        reason: 'Old',
        firstTimestamp: '2026-11-20T08:00:00Z',
        lastTimestamp: '2026-11-20T09:00:00Z',
        count: 3,
      }),
      about('u', {
        reason: 'New',
        type: 'Warning',
        eventTime: '2026-11-20T08:30:00.123456Z',
        lastTimestamp: null,
        series: { count: 7, lastObservedTime: '2026-11-20T10:00:00.000000Z' },
        reportingComponent: 'kubelet',
        reportingInstance: 'edge-1',
      }),
      about('u', { reason: 'Bare', source: { component: 'node-controller' } }),
    ])
    const events = await listObjectEvents({ client }, { kind: 'Node', name: 'n', uid: 'u' })
    expect(asked[0]?.pathname).toBe('/api/v1/namespaces/default/events')
    expect(asked[0]?.searchParams.get('fieldSelector')).toBe('involvedObject.kind=Node,involvedObject.name=n')
    expect(Number(asked[0]?.searchParams.get('limit'))).toBeGreaterThan(0)
    expect(events).toMatchObject([
      {
        reason: 'New',
        type: 'Warning',
        count: 7,
        firstSeen: '2026-11-20T08:30:00.123Z',
        lastSeen: '2026-11-20T10:00:00.000Z',
        source: 'kubelet, edge-1',
        about: { kind: 'Node', name: 'n' },
      },
      { reason: 'Old', type: 'Normal', count: 3, lastSeen: '2026-11-20T09:00:00.000Z' },
      { reason: 'Bare', count: 1, lastSeen: '2026-11-20T08:00:00.000Z', source: 'node-controller' },
    ])
  })

  it('leaves out an earlier object of that name, but not what a kubelet tells under the name of its node', async () => {
    const { client } = await clusterAnswering([
      about('earlier', { reason: 'A' }),
      about('n', { reason: 'B' }),
      about(undefined, { reason: 'C' }),
    ])
    const reasons = async (uid?: string) =>
      (await listObjectEvents({ client }, { kind: 'Node', name: 'n', uid })).map(({ reason }) => reason).sort()
    expect(await reasons('u')).toEqual(['B', 'C'])
    expect(await reasons()).toEqual(['A', 'B', 'C'])
  })

  it('answers a bounded number', async () => {
    const { client } = await clusterAnswering(Array.from({ length: 900 }, (_, n) => about('u', { reason: String(n) })))
    expect(await listObjectEvents({ client }, { kind: 'Node', name: 'n' })).toHaveLength(200)
  })

  it('asks in the namespace of what has one', async () => {
    const { client, asked } = await clusterAnswering([])
    await listObjectEvents({ client }, { kind: 'Pod', name: 'p', namespace: 'edge' })
    expect(asked[0]?.pathname).toBe('/api/v1/namespaces/edge/events')
  })
})

describe('askCluster', () => {
  const ask = (client: KubeClient) =>
    askCluster(new AbortController().signal, 'the events', (signal) =>
      listObjectEvents({ client }, { kind: 'Node', name: 'n' }, signal),
    )

  it('says that the cluster cannot be reached', async () => {
    const client = new KubeClient(kubeConfigFor('http://127.0.0.1:1'))
    ending.push(() => client.close())
    await expect(ask(client)).rejects.toMatchObject({
      code: 40000,
      message: 'the cluster could not be reached for the events',
    })
  })

  it('says what the console may not see', async () => {
    const { client } = await clusterAnswering([], 403)
    await expect(ask(client)).rejects.toMatchObject({ code: 30000, message: 'the console may not read the events' })
  })

  it('gives up on a cluster that says nothing', { timeout: 15_000 }, async () => {
    const server = await startHttpServer(() => undefined)
    const client = new KubeClient(kubeConfigFor(server.url))
    ending.push(
      () => server.stop(),
      () => client.close(),
    )
    const start = performance.now()
    await expect(ask(client)).rejects.toMatchObject({ code: 40000 })
    expect(performance.now() - start).toBeLessThan(7000)
  })
})

describe('the embedded cluster', () => {
  it('tells of a node that starts, joins, is lost and comes back', { timeout: 30_000 }, async () => {
    const test = await openTestCluster()
    const client = KubeClient.fromFile(test.cluster.kubeconfigFile)
    ending.push(
      () => test.close(),
      () => client.close(),
    )
    await test.cluster.joinNode({ name: 'edge-1', arch: 'arm64', token: test.token })
    const { metadata } = await test.client.must<NodeObject>('GET', '/api/v1/nodes/edge-1')
    const until = (meets: (events: ObjectEvent[]) => boolean) =>
      eventually(() => listObjectEvents({ client }, { kind: 'Node', name: 'edge-1', uid: metadata.uid }), meets)
    const has = (reason: string) => (events: ObjectEvent[]) => events.some((event) => event.reason === reason)
    for (const reason of ['Starting', 'RegisteredNode', 'NodeReady']) await until(has(reason))
    await test.cluster.stopNode('edge-1')
    await until(has('NodeNotReady'))
    await test.cluster.startNode('edge-1')
    const events = await until(has('Rebooted'))
    expect(events.find(({ reason }) => reason === 'Rebooted')?.type).toBe('Warning')
    expect(events.find(({ reason }) => reason === 'NodeNotReady')?.message).toBe(
      'Node edge-1 status is now: NodeNotReady',
    )
    await until((now) => now.some(({ reason, count }) => reason === 'NodeReady' && count === 2))
  })
})
