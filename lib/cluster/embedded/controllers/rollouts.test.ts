import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  deployment,
  eventually,
  job,
  makeBench,
  podsOf,
  template,
  type Bench,
} from '@/lib/cluster/conformance/fixtures'
import { MERGE, STRATEGIC } from '@/lib/cluster/conformance/target'
import type { DeploymentObject, JobObject, KubeList, PodObject, ReplicaSetObject } from '@/lib/cluster/kinds'
import { openTestCluster, TestRegistry, type TestCluster } from '../testing'

describe('controllers with virtual nodes', () => {
  let test: TestCluster
  let registry: TestRegistry
  let bench: Bench
  let images: string[]

  const spec = (app: string, extra: Partial<PodObject['spec']> = {}) =>
    template({ app }, { containers: [{ name: 'main', image: images[0] }], ...extra })
  const create = (name: string, more: Partial<DeploymentObject['spec']> = {}) =>
    test.client.create<DeploymentObject>(bench.apps('deployments'), deployment(name, { template: spec(name), ...more }))
  const get = (name: string) => test.client.must<DeploymentObject>('GET', bench.apps('deployments', name))
  const complete = (name: string, replicas: number) =>
    eventually(
      () => get(name),
      ({ metadata, status }) =>
        status?.observedGeneration === metadata.generation &&
        status?.updatedReplicas === replicas &&
        status.availableReplicas === replicas &&
        status.replicas === replicas,
    )
  const setImage = (name: string, image: string | undefined) =>
    test.client.must(
      'PATCH',
      bench.apps('deployments', name),
      { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } },
      STRATEGIC,
    )
  const sets = async (app: string) =>
    (
      await test.client.must<KubeList<ReplicaSetObject>>(
        'GET',
        `${bench.apps('replicasets')}?labelSelector=app%3D${app}`,
      )
    ).items
  const revision = ({ metadata }: DeploymentObject | ReplicaSetObject) =>
    metadata.annotations?.['deployment.kubernetes.io/revision']

  beforeAll(async () => {
    registry = new TestRegistry()
    await registry.listen()
    images = ['one', 'two', 'three'].map((name) => registry.addImage(`demo/${name}`))
    test = await openTestCluster()
    bench = makeBench(test.client, 'default')
    for (const name of ['edge-1', 'edge-2']) await test.cluster.joinNode({ name, arch: 'amd64', token: test.token })
  })

  afterAll(async () => {
    await test.close()
    await registry.close()
  })

  it('never has fewer pods available, nor more in all, than a rolling update allows', async () => {
    await create('rolling', { replicas: 4, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } })
    await complete('rolling', 4)
    const { metadata } = await get('rolling')
    const from = `&resourceVersion=${metadata.resourceVersion}`
    const watch = test.client.watch(
      `${bench.apps('deployments')}?watch=true&fieldSelector=metadata.name%3Drolling${from}`,
    )
    const setWatch = test.client.watch(`${bench.apps('replicasets')}?watch=true&labelSelector=app%3Drolling${from}`)
    const asked = new Map((await sets('rolling')).map((set) => [set.metadata.name, set.spec.replicas ?? 0]))
    await setImage('rolling', images[1])
    await complete('rolling', 4)
    const seen = watch.events.map(({ object }) => (object as DeploymentObject).status)
    watch.close()
    setWatch.close()
    expect(seen.length).toBeGreaterThan(3)
    expect(Math.min(...seen.map((status) => status?.availableReplicas ?? 0))).toBeGreaterThanOrEqual(3)
    // What was asked for, step by step: the count in the status lags behind where a controller is late.
    const totals = setWatch.events.map(({ object }) => {
      const set = object as ReplicaSetObject
      asked.set(set.metadata.name, set.spec.replicas ?? 0)
      return [...asked.values()].reduce((sum, replicas) => sum + replicas, 0)
    })
    expect(totals.length).toBeGreaterThan(3)
    expect(Math.max(...totals)).toBeLessThanOrEqual(5)
    const pods = (await podsOf(bench, 'app=rolling')).filter((pod) => !pod.metadata.deletionTimestamp)
    expect(new Set(pods.map((pod) => pod.spec.containers[0]?.image))).toEqual(new Set([images[1]]))
    expect(new Set(pods.map((pod) => pod.spec.nodeName)).size).toBe(2)
  }, 30_000)

  it('recreates: the new pod comes when the old is gone', async () => {
    await create('recreated', { strategy: { type: 'Recreate' } })
    await complete('recreated', 1)
    const watch = test.client.watch(`${bench.core('pods')}?watch=true&labelSelector=app%3Drecreated`)
    await setImage('recreated', images[1])
    await complete('recreated', 1)
    await watch.until((events) => events.filter(({ type }) => type === 'ADDED').length >= 2)
    const order = watch.events.filter(({ type }) => type !== 'MODIFIED').map(({ type }) => type)
    expect(order).toEqual(['ADDED', 'DELETED', 'ADDED'])
    watch.close()
  }, 30_000)

  it('goes back to an old template under a new revision, and trims the history', async () => {
    await create('history', { revisionHistoryLimit: 1 })
    await complete('history', 1)
    for (const image of [images[1], images[0]]) {
      await setImage('history', image)
      await complete('history', 1)
    }
    expect(revision(await get('history'))).toBe('3')
    expect(await sets('history')).toHaveLength(2)
    await setImage('history', images[2])
    await complete('history', 1)
    const left = await eventually(
      () => sets('history'),
      (items) => items.length === 2,
    )
    expect(left.map(revision).sort()).toEqual(['3', '4'])
  }, 30_000)

  it('does nothing about a new template while paused, but scales', async () => {
    await create('paused')
    await complete('paused', 1)
    await test.client.must('PATCH', bench.apps('deployments', 'paused'), { spec: { paused: true, replicas: 2 } }, MERGE)
    await setImage('paused', images[1])
    await eventually(
      () => get('paused'),
      ({ metadata, status }) => status?.availableReplicas === 2 && status.observedGeneration === metadata.generation,
    )
    expect(await sets('paused')).toHaveLength(1)
    await test.client.must('PATCH', bench.apps('deployments', 'paused'), { spec: { paused: false } }, MERGE)
    await complete('paused', 2)
    expect(await sets('paused')).toHaveLength(2)
  }, 30_000)

  it('rolls over a host port on the one node where a pod may be missing', async () => {
    const onNode = {
      nodeSelector: { 'kubernetes.io/hostname': 'edge-1' },
      containers: [{ name: 'main', image: images[0], ports: [{ containerPort: 80, hostPort: 8080 }] }],
    }
    await create('ported', {
      template: spec('ported', onNode),
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
    })
    await complete('ported', 1)
    await setImage('ported', images[1])
    await complete('ported', 1)
    const [pod] = (await podsOf(bench, 'app=ported')).filter(({ metadata }) => !metadata.deletionTimestamp)
    expect(pod?.spec).toMatchObject({ nodeName: 'edge-1', containers: [{ image: images[1] }] })
  }, 30_000)

  it('replaces a pod that is deleted, and keeps the others', async () => {
    await create('replaced', { replicas: 2 })
    await complete('replaced', 2)
    const [first, second] = await podsOf(bench, 'app=replaced')
    await test.client.must('DELETE', bench.core('pods', first?.metadata.name))
    const pods = await eventually(
      () => podsOf(bench, 'app=replaced'),
      (items) => items.length === 2 && items.every(({ metadata }) => metadata.uid !== first?.metadata.uid),
    )
    expect(pods.map(({ metadata }) => metadata.uid)).toContain(second?.metadata.uid)
  }, 30_000)

  it('runs the pods of a job side by side until there are enough, and cleans up after its time', async () => {
    const { client, jobs } = bench
    const quick = registry.addImage('demo/quick', { labels: { 'apulisedge.demo/run-seconds': '0.2' } })
    const podSpec = template({}, { restartPolicy: 'Never', containers: [{ name: 'main', image: quick }] })
    await client.create(
      jobs(),
      job('many', { completions: 5, parallelism: 2, ttlSecondsAfterFinished: 2, template: podSpec }),
    )
    const done = await eventually(
      () => client.must<JobObject>('GET', jobs('many')),
      ({ status }) => status?.succeeded === 5,
    )
    expect(done.status?.conditions).toMatchObject([{ type: 'Complete' }])
    await eventually(
      () => client.get(jobs('many')),
      ({ code }) => code === 404,
    )
    await eventually(
      () => podsOf(bench, 'job-name=many'),
      (pods) => pods.length === 0,
    )
  }, 30_000)

  it('ends a job at its deadline', async () => {
    const { client, jobs } = bench
    const slow = registry.addImage('demo/slow', { labels: { 'apulisedge.demo/run-seconds': '600' } })
    await client.create(
      jobs(),
      job('late', {
        activeDeadlineSeconds: 1,
        template: template({}, { restartPolicy: 'Never', containers: [{ name: 'main', image: slow }] }),
      }),
    )
    const late = await eventually(
      () => client.must<JobObject>('GET', jobs('late')),
      ({ status }) => Boolean(status?.conditions?.length),
    )
    expect(late.status?.conditions).toMatchObject([{ type: 'Failed', reason: 'DeadlineExceeded' }])
  }, 30_000)

  it('takes a pod off a lost node when it no longer tolerates the loss', async () => {
    await test.cluster.joinNode({ name: 'edge-lost', arch: 'amd64', token: test.token })
    const tolerations = ['node.kubernetes.io/unreachable', 'node.kubernetes.io/not-ready'].map((key) => ({
      key,
      operator: 'Exists' as const,
      effect: 'NoExecute' as const,
      tolerationSeconds: 1,
    }))
    await create('evicted', {
      template: spec('evicted', { nodeSelector: { 'kubernetes.io/hostname': 'edge-lost' }, tolerations }),
    })
    await complete('evicted', 1)
    await test.cluster.stopNode('edge-lost')
    const pods = await eventually(
      () => podsOf(bench, 'app=evicted'),
      (items) => items.length === 2,
    )
    expect(pods.filter(({ metadata }) => metadata.deletionTimestamp)).toHaveLength(1)
    expect(pods.find(({ metadata }) => !metadata.deletionTimestamp)?.status?.conditions?.[0]).toMatchObject({
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
    })
    await test.client.must('DELETE', '/api/v1/nodes/edge-lost')
    await eventually(
      () => podsOf(bench, 'app=evicted'),
      (items) => items.length === 1,
    )
  }, 30_000)
})
