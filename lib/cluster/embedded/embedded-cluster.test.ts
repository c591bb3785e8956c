import { statSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  DeploymentObject,
  EventObject,
  JobObject,
  KubeList,
  NodeObject,
  PodObject,
  StatusObject,
} from '@/lib/cluster/kinds'
import {
  deployment,
  eventually,
  job,
  makeBench,
  podsOf,
  template,
  type Bench,
} from '@/lib/cluster/conformance/fixtures'
import { adminTokenOf, openTestCluster, TestRegistry, type TestCluster } from './testing'

const ready = ({ status }: NodeObject | PodObject) => status?.conditions?.find(({ type }) => type === 'Ready')?.status

describe('the embedded cluster', () => {
  let test: TestCluster
  let registry: TestRegistry
  const bench = (): Bench => makeBench(test.client, 'default')
  const join = (name: string, arch: 'amd64' | 'arm64' = 'amd64') =>
    test.cluster.joinNode({ name, arch, token: test.token, labels: { site: 'a' } })
  const getNode = (name: string) => test.client.must<NodeObject>('GET', `/api/v1/nodes/${name}`)
  const nodeIs = (name: string, status: string) =>
    eventually(
      () => getNode(name),
      (node) => ready(node) === status && (status !== 'True' || !node.spec?.taints?.length),
    )
  const on = (node: string, image: string) => ({
    nodeSelector: { 'kubernetes.io/hostname': node },
    containers: [{ name: 'main', image }],
  })
  const deploy = (name: string, node: string, image: string) =>
    test.client.create(
      bench().apps('deployments'),
      deployment(name, { template: template({ app: name }, on(node, image)) }),
    )
  const firstPod = async (app: string, meets: (pod: PodObject) => boolean) => {
    const pods = await eventually(
      () => podsOf(bench(), `app=${app}`),
      (items) => items.some(meets),
    )
    const pod = pods.find(meets)
    if (!pod) throw new Error(`no pod of ${app}`)
    return pod
  }
  const waitingFor = (reason: string) => (pod: PodObject) =>
    pod.status?.containerStatuses?.[0]?.state?.waiting?.reason === reason

  beforeAll(async () => {
    registry = new TestRegistry()
    await registry.listen()
    test = await openTestCluster()
    await join('edge-1')
    await nodeIs('edge-1', 'True')
  })

  afterAll(async () => {
    await test.close()
    await registry.close()
  })

  beforeEach(() => {
    registry.requests.length = 0
  })

  it('keeps its kubeconfig to its owner, and answers nobody without the token', async () => {
    expect(statSync(test.cluster.kubeconfigFile).mode & 0o777).toBe(0o600)
    const without = await fetch(`${test.cluster.url}/api/v1/nodes`)
    expect(without.status).toBe(401)
    expect(await without.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 })
    const wrong = await fetch(`${test.cluster.url}/with-token/wrong/api/v1/nodes`)
    expect(wrong.status).toBe(401)
    const authorized = await fetch(`${test.cluster.url}/api/v1/nodes`, {
      headers: { Authorization: `Bearer ${adminTokenOf(test.cluster.kubeconfigFile)}` },
    })
    expect(authorized.status).toBe(200)
    for (const path of ['healthz', 'readyz', 'livez', 'version'])
      expect((await fetch(`${test.cluster.url}/${path}`)).status).toBe(200)
  })

  it('lets nodes join with the token of the cluster only', async () => {
    expect(test.token).toMatch(/^[0-9a-f]{64}\.[\w-]+\.[\w-]+\.[\w-]+$/)
    await expect(test.cluster.joinNode({ name: 'thief', arch: 'amd64', token: 'guess' })).rejects.toMatchObject({
      code: 'TokenRefused',
    })
    expect((await test.client.get('/api/v1/nodes/thief')).code).toBe(404)
    await expect(test.cluster.joinNode({ name: 'Bad_Name', arch: 'amd64', token: test.token })).rejects.toMatchObject({
      code: 'InvalidNode',
    })
    await expect(test.cluster.stopNode('nobody')).rejects.toMatchObject({ code: 'NodeNotFound' })
    await test.client.create('/api/v1/nodes', { metadata: { name: 'by-hand' } })
    await expect(join('by-hand')).rejects.toMatchObject({ code: 'NodeExists' })
    await test.client.must('DELETE', '/api/v1/nodes/by-hand')
  })

  it('registers a node as edgecore does', async () => {
    await join('edge-arm', 'arm64')
    const node = await nodeIs('edge-arm', 'True')
    expect(node.metadata.labels).toMatchObject({
      'node-role.kubernetes.io/edge': '',
      'node-role.kubernetes.io/agent': '',
      'kubernetes.io/hostname': 'edge-arm',
      'kubernetes.io/arch': 'arm64',
      site: 'a',
    })
    expect(node.status?.capacity).toMatchObject({ cpu: '4', pods: '110' })
    expect(node.status?.nodeInfo).toMatchObject({ architecture: 'arm64', kubeletVersion: 'v1.32.10-kubeedge-v1.23.1' })
    const other = await getNode('edge-1')
    expect(node.status?.addresses?.[0]?.address).not.toBe(other.status?.addresses?.[0]?.address)
    await join('edge-arm', 'arm64')
    await test.client.must('DELETE', '/api/v1/nodes/edge-arm')
    await expect(test.cluster.startNode('edge-arm')).rejects.toMatchObject({ code: 'NodeNotFound' })
  })

  it('pulls an image from its registry and runs it', async () => {
    await deploy('web', 'edge-1', registry.addImage('demo/web'))
    const pod = await firstPod('web', (item) => ready(item) === 'True')
    expect(registry.requests).toContain('/v2/demo/web/manifests/1')
    expect(pod.status).toMatchObject({
      phase: 'Running',
      hostIP: expect.stringMatching(/^10\./) as string,
      podIP: expect.stringMatching(/^10\./) as string,
    })
    expect(pod.status?.containerStatuses?.[0]?.imageID).toMatch(/\/demo\/web@sha256:[0-9a-f]{64}$/)
    const events = await test.client.must<KubeList<EventObject>>(
      'GET',
      `${bench().core('events')}?fieldSelector=involvedObject.uid%3D${pod.metadata.uid}`,
    )
    expect(events.items.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']),
    )
    const available = await eventually(
      () => test.client.must<DeploymentObject>('GET', bench().apps('deployments', 'web')),
      ({ status }) => status?.availableReplicas === 1,
    )
    expect(available.status?.conditions?.find(({ type }) => type === 'Progressing')?.reason).toBe(
      'NewReplicaSetAvailable',
    )
  })

  it('reports an image that is missing, unreachable, or not for its platform', async () => {
    await deploy('missing', 'edge-1', `${registry.host}/demo/missing:1`)
    const silentRegistry = new TestRegistry()
    await silentRegistry.listen()
    await silentRegistry.close()
    await deploy('unreachable', 'edge-1', `${silentRegistry.host}/demo/web:1`)
    await deploy('arm-only', 'edge-1', registry.addIndex('demo/arm-only', ['arm64']))
    await deploy('both', 'edge-1', registry.addIndex('demo/both', ['arm64', 'amd64']))
    const missing = await firstPod('missing', waitingFor('ImagePullBackOff'))
    expect(missing.status?.phase).toBe('Pending')
    expect(missing.status?.containerStatuses?.[0]?.state?.waiting?.message).toContain('not found')
    const unreachable = await firstPod('unreachable', waitingFor('ImagePullBackOff'))
    expect(unreachable.status?.containerStatuses?.[0]?.state?.waiting?.message).toContain('ECONNREFUSED')
    const armOnly = await firstPod('arm-only', waitingFor('ImagePullBackOff'))
    expect(armOnly.status?.containerStatuses?.[0]?.state?.waiting?.message).toContain('no match for platform')
    await firstPod('both', (pod) => ready(pod) === 'True')
    registry.addImage('demo/missing')
    await firstPod('missing', (pod) => ready(pod) === 'True')
  }, 30_000)

  it('runs jobs to their end, as the labels of their image say', async () => {
    const labels = { 'apulisedge.demo/exit-code': '3', 'apulisedge.demo/run-seconds': '0.1' }
    const spec = (image: string, restartPolicy: 'Never' | 'OnFailure') =>
      template({}, { ...on('edge-1', image), restartPolicy })
    const fails = registry.addImage('demo/fails', { labels })
    const { client, jobs } = bench()
    await client.create(jobs(), job('succeeds', { template: spec(registry.addImage('demo/batch'), 'Never') }))
    await client.create(jobs(), job('fails', { backoffLimit: 0, template: spec(fails, 'Never') }))
    await client.create(jobs(), job('restarts', { backoffLimit: 1, template: spec(fails, 'OnFailure') }))
    const end = async (name: string) =>
      (
        await eventually(
          () => client.must<JobObject>('GET', jobs(name)),
          ({ status }) => Boolean(status?.conditions?.length),
        )
      ).status
    expect(await end('succeeds')).toMatchObject({ succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] })
    expect(await end('fails')).toMatchObject({
      failed: 1,
      conditions: [{ type: 'Failed', reason: 'BackoffLimitExceeded' }],
    })
    expect(await end('restarts')).toMatchObject({ conditions: [{ type: 'Failed', reason: 'BackoffLimitExceeded' }] })
    const [pod] = await podsOf(bench(), 'job-name=fails')
    expect(pod?.status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' })
  }, 30_000)

  it('loses a node that loses power, and takes it back with its pods restarted', async () => {
    await join('edge-off')
    await nodeIs('edge-off', 'True')
    await deploy('survivor', 'edge-off', registry.addImage('demo/survivor'))
    await deploy('deleted', 'edge-off', registry.addImage('demo/survivor'))
    const running = await firstPod('survivor', (pod) => ready(pod) === 'True')
    const doomed = await firstPod('deleted', (pod) => ready(pod) === 'True')
    await test.cluster.stopNode('edge-off')
    const lost = await nodeIs('edge-off', 'Unknown')
    expect(lost.status?.conditions?.find(({ type }) => type === 'Ready')?.reason).toBe('NodeStatusUnknown')
    const tainted = await eventually(
      () => getNode('edge-off'),
      ({ spec }) => spec?.taints?.length === 2,
    )
    expect(tainted.spec?.taints?.map(({ key, effect }) => `${key}:${effect}`).sort()).toEqual([
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/unreachable:NoSchedule',
    ])
    await firstPod('survivor', (pod) => ready(pod) === 'False' && pod.status?.phase === 'Running')
    await test.client.must('DELETE', bench().apps('deployments', 'deleted'))
    await eventually(
      () => test.client.must<PodObject>('GET', bench().core('pods', doomed.metadata.name)),
      ({ metadata }) => Boolean(metadata.deletionTimestamp),
    )

    await test.cluster.startNode('edge-off')
    await nodeIs('edge-off', 'True')
    const back = await firstPod('survivor', (pod) => ready(pod) === 'True')
    expect(back.metadata.uid).toBe(running.metadata.uid)
    expect(back.status?.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 255 } },
    })
    await eventually(
      () => test.client.get(bench().core('pods', doomed.metadata.name)),
      ({ code }) => code === 404,
    )
  }, 30_000)

  it('removes the pods of a node that is deleted while it is off', async () => {
    await join('edge-gone')
    await nodeIs('edge-gone', 'True')
    await deploy('stranded', 'edge-gone', registry.addImage('demo/stranded'))
    const pod = await firstPod('stranded', (item) => ready(item) === 'True')
    await test.cluster.stopNode('edge-gone')
    await test.client.must('DELETE', bench().core('pods', pod.metadata.name))
    expect((await test.client.get(bench().core('pods', pod.metadata.name))).code).toBe(200)
    await test.client.must('DELETE', '/api/v1/nodes/edge-gone')
    await eventually(
      () => test.client.get(bench().core('pods', pod.metadata.name)),
      ({ code }) => code === 404,
    )
  }, 30_000)

  it('ends the pods of a running node within a second', async () => {
    await deploy('brief', 'edge-1', registry.addImage('demo/brief'))
    const pod = await firstPod('brief', (item) => ready(item) === 'True')
    const since = Date.now()
    await test.client.must('DELETE', bench().apps('deployments', 'brief'))
    await eventually(
      () => test.client.get(bench().core('pods', pod.metadata.name)),
      ({ code }) => code === 404,
    )
    expect(Date.now() - since).toBeLessThan(2_000)
  })

  it.each([6, -6])('ends pods and loses nodes in time when the time of day jumps by %i hours', async (hours) => {
    const name = `edge-jump${hours}`
    await join(name)
    await nodeIs(name, 'True')
    await deploy(`jump${hours}`, name, registry.addImage('demo/jump'))
    const pod = await firstPod(`jump${hours}`, (item) => ready(item) === 'True')
    await test.client.must('DELETE', bench().apps('deployments', `jump${hours}`))
    await test.client.must('DELETE', bench().core('pods', pod.metadata.name))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
    try {
      await vi.waitFor(
        async () => expect((await test.client.get(bench().core('pods', pod.metadata.name))).code).toBe(404),
        { timeout: 10_000, interval: 50 },
      )
      await test.cluster.stopNode(name)
      await vi.waitFor(async () => expect(ready(await getNode(name))).toBe('Unknown'), {
        timeout: 10_000,
        interval: 50,
      })
      expect(ready(await getNode('edge-1'))).toBe('True')
    } finally {
      vi.useRealTimers()
    }
  })

  it('goes on after a restart where it was', async () => {
    await join('edge-dark')
    await test.cluster.stopNode('edge-dark')
    const before = await firstPod('web', (item) => ready(item) === 'True')
    const { metadata } = await test.client.must<KubeList>('GET', '/api/v1/pods')
    const { url } = test.cluster
    await test.restart()
    expect(test.cluster.url).toBe(url)
    const after = await firstPod('web', (item) => ready(item) === 'True')
    expect(after.metadata.uid).toBe(before.metadata.uid)
    expect(after.status?.containerStatuses?.[0]?.restartCount).toBe(0)
    const list = await test.client.must<KubeList>('GET', '/api/v1/pods')
    expect(Number(list.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(metadata.resourceVersion))
    await nodeIs('edge-dark', 'Unknown')
    await nodeIs('edge-1', 'True')
    await test.cluster.startNode('edge-dark')
    await nodeIs('edge-dark', 'True')
  }, 30_000)

  it('refuses a watch of a revision from before its memory', async () => {
    const watch = test.client.watch('/api/v1/pods?watch=true&resourceVersion=1')
    const [event] = await watch.until((seen) => seen.length > 0)
    expect(event?.type).toBe('ERROR')
    expect(event?.object as StatusObject).toMatchObject({ kind: 'Status', reason: 'Expired', code: 410 })
    watch.close()
  })
})
