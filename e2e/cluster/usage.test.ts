import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { KubeClient } from '@/lib/cluster/client'
import { discover, FEATURES } from '@/lib/cluster/discovery'
import { ClusterSurvey } from '@/lib/cluster/survey'
import { readNodeUsage, readPodUsage } from '@/lib/cluster/usage'
import { eventually } from '@/lib/testing/eventually'
import { silentLog } from '@/lib/testing/log'
import { MetricsServer } from '../harness/metrics-server'

const MEASURED = { timestamp: '2026-11-20T08:00:00Z', window: '15.2s' }
const ANSWERED = { at: '2026-11-20T08:00:00.000Z', windowSeconds: 15.2 }
const SELECTOR = 'apulisedge/deploy=web'

describe.skipIf(!process.env.KUBECONFIG_UNDER_TEST)('what is used, through a real API server', () => {
  let client: KubeClient
  let survey: ClusterSurvey
  let metrics: MetricsServer | undefined

  let hasOwn = false

  beforeAll(async () => {
    client = KubeClient.fromFile(process.env.KUBECONFIG_UNDER_TEST ?? '')
    hasOwn = (await discover(client)).apis.has(FEATURES.usage.api)
    survey = new ClusterSurvey({ client, namespace: 'default', log: silentLog })
  })
  beforeEach((context) => context.skip(hasOwn, 'the cluster has a metrics-server of its own'))
  afterAll(async () => {
    await metrics?.stop()
    client.close()
  })

  const cluster = () => ({ client, survey, namespace: 'default' })
  const signal = () => AbortSignal.timeout(5000)
  const ofNode = (name = 'edge-1') => readNodeUsage(cluster(), name, signal())
  const ofPods = () => readPodUsage(cluster(), SELECTOR, 5, signal())

  it('is not known while the cluster does not offer it, whether that was looked up or not', async () => {
    expect(await ofNode()).toEqual({ usage: null, obstacle: 'noApi' })
    await survey.look()
    expect(survey.feature('usage').available).toBe(false)
    expect(await ofPods()).toEqual({ pods: [], obstacle: 'noApi' })
  })

  it('is told as soon as somebody measures', async () => {
    metrics = await MetricsServer.start(client)
    metrics.nodes.set('edge-1', {
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'NodeMetrics',
      metadata: { name: 'edge-1' },
      ...MEASURED,
      usage: { cpu: '123456789n', memory: '1000Ki' },
    })
    metrics.pods.set(SELECTOR, [
      {
        apiVersion: 'metrics.k8s.io/v1beta1',
        kind: 'PodMetrics',
        metadata: { name: 'web-1', namespace: 'default' },
        ...MEASURED,
        containers: [{ name: 'main', usage: { cpu: '250m', memory: '2Mi' } }],
      },
    ])
    await eventually(async () => {
      await survey.look()
      expect(survey.feature('usage').available).toBe(true)
      const usage = { cpu: 0.123456789, memory: 1_024_000, ...ANSWERED }
      expect(await ofNode()).toEqual({ usage, obstacle: '' })
    })
    const containers = [{ name: 'main', cpu: 0.25, memory: 2 ** 21 }]
    const pod = { podName: 'web-1', cpu: 0.25, memory: 2 ** 21, ...ANSWERED, containers }
    expect(await ofPods()).toEqual({ pods: [pod], obstacle: '' })
  })

  it('is not known of what was not measured', async () => {
    expect(await ofNode('edge-2')).toEqual({ usage: null, obstacle: 'notMeasured' })
  })

  it('is not known while what measures does not answer', async () => {
    await metrics?.fail()
    expect(await ofNode()).toEqual({ usage: null, obstacle: 'apiDown' })
  })
})
