import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { silentLog } from '@/lib/testing/log'
import { KubeClient } from './client'
import { openTestCluster, type TestCluster } from './embedded/testing'
import { LeaderElection } from './leader-election'
import { LEASES } from './resources'

const TIMES = { lease: 600, giveUp: 350, retry: 50 }
const name = 'console'
const namespace = 'default'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await openTestCluster()
})
afterAll(() => cluster.close())

interface Process {
  identity: string
  client: KubeClient
  election: LeaderElection
  /** How often it began to lead, and whether it does now. */
  begun: number
  works: boolean
}
const processes: Process[] = []
afterEach(async () => {
  for (const { election, client } of processes.splice(0)) {
    await election.stop()
    client.close()
  }
})

function startProcess(identity: string): Process {
  const client = KubeClient.fromFile(cluster.cluster.kubeconfigFile)
  const begin = () => {
    made.begun++
    made.works = true
    return { stop: () => Promise.resolve(void (made.works = false)) }
  }
  const election = new LeaderElection({ client, log: silentLog, namespace, name, identity, begin, times: TIMES })
  const made: Process = { identity, client, election, begun: 0, works: false }
  processes.push(made)
  election.start()
  return made
}

const working = () => processes.filter(({ works }) => works)
const leader = () =>
  eventually(() => {
    const [one, ...others] = working()
    expect(others).toEqual([])
    if (!one) throw new Error('nobody leads')
    return one
  })
const holder = async () => (await processes[0]?.client.get(LEASES, { name, namespace }))?.spec?.holderIdentity

it('lets one of several lead, and the next when that one leaves, without waiting for the end of the lease', async () => {
  for (const identity of ['a', 'b', 'c']) startProcess(identity)
  const first = await leader()
  expect(await holder()).toBe(first.identity)
  const left = performance.now()
  await first.election.stop()
  expect([first.works, first.election.isLeading]).toEqual([false, false])
  const second = await leader()
  expect(performance.now() - left).toBeLessThan(TIMES.lease)
  expect(second.identity).not.toBe(first.identity)
  expect([first.begun, second.begun]).toEqual([1, 1])
})

it('replaces a leader that vanished, not before its lease is over', async () => {
  const gone = KubeClient.fromFile(cluster.cluster.kubeconfigFile)
  const lease = await gone.get(LEASES, { name, namespace })
  await gone.replace(LEASES, { ...lease, spec: { ...lease.spec, holderIdentity: 'vanished' } })
  gone.close()
  const since = performance.now()
  startProcess('d')
  const next = await leader()
  expect(next.identity).toBe('d')
  expect(performance.now() - since).toBeGreaterThan(TIMES.lease)
  expect((await next.client.get(LEASES, { name, namespace })).spec?.leaseTransitions).toBeGreaterThan(1)
})

it('stops leading when it cannot renew, and leads again when it can', async () => {
  const one = startProcess('e')
  await leader()
  await cluster.cluster.stop()
  await eventually(() => expect(one.works).toBe(false))
  await cluster.restart()
  const client = KubeClient.fromFile(cluster.cluster.kubeconfigFile)
  expect((await client.get(LEASES, { name, namespace })).spec?.holderIdentity).toBe('e')
  client.close()
})

it('stops leading when another took the lease', async () => {
  const one = startProcess('f')
  await leader()
  const lease = await one.client.get(LEASES, { name, namespace })
  await one.client.replace(LEASES, {
    ...lease,
    metadata: { ...lease.metadata, resourceVersion: undefined },
    spec: { ...lease.spec, holderIdentity: 'robber' },
  })
  await eventually(() => expect(one.works).toBe(false))
  await eventually(() => expect(one.begun).toBe(2))
})
