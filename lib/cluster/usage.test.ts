import { afterEach, describe, expect, it } from 'vitest'
import { startHttpServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { silentLog } from '@/lib/testing/log'
import { KubeClient } from './client'
import { parseQuantity } from './quantity'
import { ClusterSurvey } from './survey'
import { readDuration, readNodeUsage, readPodUsage } from './usage'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

const METRICS = '/apis/metrics.k8s.io/v1beta1'
const GROUP = { name: 'metrics.k8s.io', versions: [{ groupVersion: 'metrics.k8s.io/v1beta1' }] }
const OTHER_GROUPS = ['apps/v1', 'batch/v1', 'coordination.k8s.io/v1'].map((groupVersion) => ({
  name: groupVersion.split('/')[0],
  versions: [{ groupVersion }],
}))

/** A cluster whose API has `groups` too, and answers `answer` to whatever is asked of them. */
async function clusterWith(groups: readonly object[], answer: { status: number; body: unknown }) {
  const asked: string[] = []
  const server = await startHttpServer((req, res) => {
    const url = req.url ?? ''
    const known: Record<string, unknown> = {
      '/version': { gitVersion: 'v1.30.0' },
      '/api': { versions: ['v1'] },
      '/apis': { groups: [...OTHER_GROUPS, ...groups] },
    }
    if (url.startsWith(METRICS)) asked.push(url)
    const { status, body } = known[url] ? { status: 200, body: known[url] } : answer
    res.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  const client = new KubeClient(kubeConfigFor(server.url))
  ending.push(
    () => server.stop(),
    () => client.close(),
  )
  const survey = new ClusterSurvey({ client, namespace: 'edge', log: silentLog })
  return { cluster: { client, survey, namespace: 'edge' }, asked }
}

const signal = () => AbortSignal.timeout(5000)
const status = (code: number, reason: string) => ({ status: code, body: { kind: 'Status', reason, message: reason } })

describe('what a node uses', () => {
  it('is read with the time that it was measured over', async () => {
    const body = {
      metadata: { name: 'edge-1' },
      timestamp: '2026-11-20T08:00:00Z',
      window: '20.06s',
      usage: { cpu: '123456789n', memory: '524288Ki' },
    }
    const { cluster, asked } = await clusterWith([GROUP], { status: 200, body })
    await cluster.survey.look()
    expect(await readNodeUsage(cluster, 'edge-1', signal())).toEqual({
      usage: { cpu: 0.123456789, memory: 512 * 2 ** 20, at: '2026-11-20T08:00:00.000Z', windowSeconds: 20.06 },
      obstacle: '',
    })
    expect(asked).toEqual([`${METRICS}/nodes/edge-1`])
  })

  it('is not asked for where the cluster has no such API', async () => {
    const { cluster, asked } = await clusterWith([], status(404, 'NotFound'))
    await cluster.survey.look()
    await cluster.survey.look()
    expect(await readNodeUsage(cluster, 'edge-1', signal())).toEqual({ usage: null, obstacle: 'noApi' })
    expect(asked).toEqual([])
  })

  it.each([
    ['noRight', status(403, 'Forbidden')],
    ['notMeasured', status(404, 'NotFound')],
    ['noApi', { status: 404, body: '404 page not found' }],
    ['apiDown', { status: 503, body: 'service unavailable' }],
    ['apiDown', status(503, 'ServiceUnavailable')],
  ] as const)('is not known, as %s', async (obstacle, answer) => {
    const { cluster } = await clusterWith([GROUP], answer)
    expect(await readNodeUsage(cluster, 'edge-1', signal())).toEqual({ usage: null, obstacle })
    expect(await readPodUsage(cluster, 'a=b', 5, signal())).toEqual({ pods: [], obstacle })
  })

  it('is a failure where the cluster itself does not answer', async () => {
    const client = new KubeClient(kubeConfigFor('http://127.0.0.1:1'))
    ending.push(() => client.close())
    const survey = new ClusterSurvey({ client, namespace: 'edge', log: silentLog })
    await expect(readNodeUsage({ client, survey }, 'edge-1', signal())).rejects.toMatchObject({ status: 0 })
  })
})

describe('what pods use', () => {
  it('is that of their containers together', async () => {
    const item = {
      metadata: { name: 'web-1' },
      timestamp: '2026-11-20T08:00:00Z',
      window: '1m0s',
      containers: [
        { name: 'main', usage: { cpu: '250m', memory: '100Ki' } },
        { name: 'side', usage: { cpu: '1', memory: '1Mi' } },
      ],
    }
    const { cluster, asked } = await clusterWith([GROUP], { status: 200, body: { metadata: {}, items: [item] } })
    const { pods, obstacle } = await readPodUsage(cluster, 'deploy=1', 5, signal())
    expect(obstacle).toBe('')
    expect(pods).toMatchObject([
      { podName: 'web-1', cpu: 1.25, memory: 100 * 1024 + 2 ** 20, windowSeconds: 60, containers: [{ cpu: 0.25 }, {}] },
    ])
    expect(asked).toEqual([`${METRICS}/namespaces/edge/pods?labelSelector=deploy%3D1&limit=5`])
  })

  it('is not measured yet where there are none', async () => {
    const { cluster } = await clusterWith([GROUP], { status: 200, body: { metadata: {}, items: [] } })
    expect(await readPodUsage(cluster, 'a=b', 5, signal())).toEqual({ pods: [], obstacle: 'notMeasured' })
  })
})

it.each([
  ['123456789n', 0.123456789],
  ['12u', 12e-6],
  ['250m', 0.25],
  ['0', 0],
  ['100Ki', 102_400],
  ['3Gi', 3 * 2 ** 30],
  ['', 0],
  ['many', 0],
])('reads the quantity %j as a metrics-server writes it', (text, value) => {
  expect(parseQuantity(text)).toBeCloseTo(value, 12)
})

it.each([
  ['30s', 30],
  ['10.062s', 10.062],
  ['1m0s', 60],
  ['1h2m3s', 3723],
  ['500ms', 0.5],
  ['', 0],
  ['soon', 0],
  ['10', 0],
])('reads the duration %j', (text, seconds) => {
  expect(readDuration(text)).toBeCloseTo(seconds, 9)
})
