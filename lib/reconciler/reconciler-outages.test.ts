import { expect, it, vi } from 'vitest'
import { NODES } from '@/lib/cluster/resources'
import { reconcilerWorld } from './testing/world'

const world = reconcilerWorld()

/** The reconciler works on so many keys at once: one may come before the others of them, and never before older ones. */
const AT_ONCE = 16

const names = (count: number) => Array.from({ length: count }, (_, i) => `app-${i}`)

async function deployMany(apps: string[], ...nodeNames: string[]): Promise<void> {
  for (const app of apps) await world().console.publish(app, '1')
  for (const app of apps) await world().console.deploy(app, '1', ...nodeNames)
}

async function allRun(count: number): Promise<void> {
  const w = world()
  await w.eventually(async () => {
    const states = await w.console.db.read.deployment.groupBy({ by: ['status'], _count: true })
    expect(states).toEqual([{ status: 'Running', _count: count }])
  })
}

/** Exactly one workload and one pod for each record. */
async function nothingIsDoubled(): Promise<void> {
  const w = world()
  const rows = await w.console.db.read.deployment.findMany()
  await w.eventually(async () => {
    for (const { deployUUID } of rows) {
      const { deployments, jobs, pods } = await w.workloads(deployUUID)
      expect([deployments.length + jobs.length, pods.length]).toEqual([1, 1])
    }
  })
}

/** The deployments in the order in which the cluster was asked to make them. */
const asked = () =>
  world().proxy.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/deployments')).length

it('makes what was deployed while the cluster was out of reach, in its order', async () => {
  const w = world()
  await w.joinNode('edge-a')
  await w.joinNode('edge-b')
  await w.proxy.cut()
  await deployMany(names(20), 'edge-a', 'edge-b')
  await w.eventually(() => expect(JSON.stringify(w.console.logged)).toContain('reconciling waits for the cluster'))
  expect(await w.console.db.read.deployment.count({ where: { status: 'Init' } })).toBe(40)
  const made: string[] = []
  w.proxy.onBody = ({ method, path }, body) => {
    if (method === 'POST' && path.endsWith('/deployments')) made.push(/deploy-[0-9a-f]{32}/.exec(body)?.[0] ?? '')
  }
  await w.proxy.restore()
  await allRun(40)
  const wanted = await w.console.db.read.deployment.findMany({ orderBy: { id: 'asc' }, select: { deployUUID: true } })
  expect(made).toHaveLength(40)
  const leads = wanted.map(({ deployUUID }, place) => place - made.indexOf(deployUUID))
  expect(Math.max(...leads)).toBeLessThan(AT_ONCE)
  await nothingIsDoubled()
})

it('waits, and blames no deployment, while the cluster does not take its credentials', async () => {
  const w = world()
  await w.joinNode('edge-a')
  w.proxy.refuse = ({ isWatch }) => (isWatch ? undefined : 401)
  await deployMany(names(3), 'edge-a')
  await w.eventually(() => expect(JSON.stringify(w.console.logged)).toContain('reconciling waits for the cluster'))
  const states = await w.console.db.read.deployment.groupBy({ by: ['status'], _count: true })
  expect(states).toEqual([{ status: 'Init', _count: 3 }])
  w.proxy.refuse = () => undefined
  await allRun(3)
})

it('loses nothing where the cluster is cut off in the middle of it, again and again', async () => {
  const w = world()
  await w.joinNode('edge-a')
  let cuts = 0
  const cutting: Promise<void>[] = []
  w.proxy.onRequest = ({ method }) => {
    // Some requests reach the cluster, and their answers never the console.
    if (method !== 'POST' || cuts >= 5 || asked() % 5 !== 0) return
    cuts++
    cutting.push(w.proxy.cut().then(() => w.proxy.restore()))
  }
  await deployMany(names(30), 'edge-a')
  await allRun(30)
  await Promise.all(cutting)
  expect(cuts).toBe(5)
  await nothingIsDoubled()
})

it('goes on where it was stopped, at whatever moment', async () => {
  const w = world()
  await w.joinNode('edge-a')
  await w.joinNode('edge-b')
  for (const app of names(12)) await w.console.publish(app, '1')
  const stopAt = [1, 4, 9, 15, 20]
  let restarts = 0
  let restarting = Promise.resolve()
  w.proxy.onRequest = ({ method }) => {
    if (method !== 'POST' || asked() < (stopAt[restarts] ?? Infinity)) return
    restarts++
    restarting = restarting.then(async () => {
      await w.console.stop()
      w.console.start()
    })
  }
  for (const app of names(12)) await w.console.deploy(app, '1', 'edge-a', 'edge-b')
  await allRun(24)
  await restarting
  expect(restarts).toBe(stopAt.length)
  await nothingIsDoubled()
})

it('takes off and deletes what was asked for before a restart', async () => {
  const w = world()
  const { nodeName } = await w.joinNode('edge-a')
  await deployMany(names(5), 'edge-a')
  await allRun(5)
  const rows = await w.console.db.read.deployment.findMany()
  await w.console.stop()
  for (const app of names(5)) await w.console.undeploy(app, '1', 'edge-a')
  w.console.start()
  await w.eventually(async () => expect(await w.console.db.read.deployment.count()).toBe(0))
  for (const { deployUUID } of rows) expect((await w.workloads(deployUUID)).deployments).toEqual([])
  await w.console.stop()
  await w.console.deleteNode('edge-a')
  w.console.start()
  await w.eventually(async () => expect(await w.console.node('edge-a')).toBeNull())
  await expect(w.cluster.client.get(NODES, { name: nodeName })).rejects.toMatchObject({ reason: 'NotFound' })
})

it('sees after an outage what changed in it', async () => {
  const w = world()
  const kubelet = await w.joinNode('edge-a')
  const gone = await w.joinNode('edge-b')
  await deployMany(['app'], 'edge-a')
  const row = await w.deploymentIs('app', 'edge-a', 'Running')
  await w.proxy.cut()
  await w.eventually(() => expect(w.console.isConnected).toBe(false))
  expect(w.console.trouble).toBeUndefined()
  const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 31_000)
  expect(w.console.trouble).toMatch(/^records are not current: nodes, .*pods have not been watched for 3\d s$/)
  now.mockRestore()
  await w.cluster.client.delete(NODES, { name: gone.nodeName })
  kubelet.fateOf = () => 'cannot be pulled'
  await kubelet.review()
  await w.proxy.restore()
  await w.nodeIs('edge-b', 'NotInstalled')
  await w.eventually(async () => {
    const abnormal = { status: 'Abnormal', reason: expect.stringContaining('ImagePullBackOff') as string }
    expect(await w.console.deployment('app', 'edge-a')).toMatchObject(abnormal)
  })
  await nothingIsDoubled()
  expect((await w.workloads(row.deployUUID)).deployments).toHaveLength(1)
})

it('starts though the cluster is out of reach, and stops so too', async () => {
  const w = world()
  await w.console.stop()
  await w.proxy.cut()
  w.console.start()
  await w.console.createNode('edge-a')
  await w.eventually(() => expect(JSON.stringify(w.console.logged)).toContain('list failed'))
  const startMs = Date.now()
  await w.console.stop()
  expect(Date.now() - startMs).toBeLessThan(2000)
  w.console.start()
  await w.proxy.restore()
  const { uniqueName } = (await w.console.node('edge-a')) ?? { uniqueName: '' }
  await w.kubelet(uniqueName).join()
  await w.nodeIs('edge-a', 'Online')
})

it('lets no application onto a node that is being deleted, and no node go that one is on', async () => {
  const w = world()
  await w.joinNode('edge-a')
  await w.console.publish('app', '1')
  const [deployed, deleted] = await Promise.allSettled([
    w.console.deploy('app', '1', 'edge-a'),
    w.console.deleteNode('edge-a'),
  ])
  expect([deployed.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected'])
  if (deployed.status === 'fulfilled') await w.deploymentIs('app', 'edge-a', 'Running')
  else await w.eventually(async () => expect(await w.console.node('edge-a')).toBeNull())
})

it('waits for no answer of the cluster when it is stopped', async () => {
  const w = world()
  await w.joinNode('edge-a')
  let held = 0
  w.proxy.hold = ({ method }) => method === 'POST' && ++held > 0
  await deployMany(['app'], 'edge-a')
  await w.eventually(() => expect(held).toBe(1))
  const since = performance.now()
  await w.console.stop()
  expect(performance.now() - since).toBeLessThan(2000)
  w.proxy.hold = () => false
  w.console.start()
  await allRun(1)
})
