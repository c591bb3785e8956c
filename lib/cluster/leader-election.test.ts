import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { startHttpServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { recordingLog, silentLog } from '@/lib/testing/log'
import { KubeClient } from './client'
import { openTestCluster, type TestCluster } from './embedded/testing'
import { LeaderElection } from './leader-election'
import { LEASES, type Resource } from './resources'

const TIMES = { lease: 600, giveUp: 350, retry: 50 }
const name = 'console'
const namespace = 'default'

const NAMESPACES: Resource = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false }

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
  vi.useRealTimers()
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
/** As if another process had written it, whatever this one's are doing. */
async function takenBy(holderIdentity: string, client: KubeClient): Promise<void> {
  const lease = await client.get(LEASES, { name, namespace })
  const metadata = { ...lease.metadata, resourceVersion: undefined }
  await client.replace(LEASES, { ...lease, metadata, spec: { ...lease.spec, holderIdentity } })
}

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
  await takenBy('vanished', gone)
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
  await takenBy('robber', one.client)
  await eventually(() => expect(one.works).toBe(false))
  await eventually(() => expect(one.begun).toBe(2))
})

it('begins to stop in time, counted from the asking, while answers are slow and then do not come', async () => {
  const times = { lease: 60_000, giveUp: 600, retry: 1500 }
  let askedAt: number | undefined
  const api = await startHttpServer((req, res) => {
    if (askedAt !== undefined) return // nothing comes any more
    if (req.method === 'GET') return void res.writeHead(404).end('{"reason":"NotFound"}')
    askedAt = performance.now()
    setTimeout(() => res.writeHead(201).end('{}'), 500)
  })
  const client = new KubeClient(kubeConfigFor(api.url))
  let stoppedAt: number | undefined
  const begin = () => ({ stop: () => Promise.resolve(void (stoppedAt = performance.now())) })
  const election = new LeaderElection({ client, log: silentLog, namespace, name, identity: 'g', begin, times })
  election.start()
  await eventually(() => expect(election.isLeading).toBe(true))
  await eventually(() => expect(election.isLeading).toBe(false))
  expect((stoppedAt ?? Infinity) - (askedAt ?? 0)).toBeLessThan(1000)
  await election.stop()
  client.close()
  await api.stop()
})

it('says once why the cluster refuses the lease, and leads when it no longer does', async () => {
  const { log, lines } = recordingLog()
  const client = KubeClient.fromFile(cluster.cluster.kubeconfigFile, log)
  const begin = () => ({ stop: () => Promise.resolve() })
  const options = { client, log, namespace: 'mistyped', name, identity: 'k', begin, times: TIMES }
  const election = new LeaderElection(options)
  election.start()
  await eventually(() => expect(election.refusal).toBe('namespaces "mistyped" not found'))
  await eventually(() => expect(lines.filter(({ path }) => String(path).includes('leases')).length).toBeGreaterThan(6))
  const warnings = lines.filter(({ level }) => level === 40).map(({ msg }) => msg)
  expect(warnings).toEqual(['this process cannot lead: the cluster refuses the lease'])
  await client.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mistyped' } })
  await eventually(() => expect(election.isLeading).toBe(true))
  expect(election.refusal).toBeUndefined()
  await election.stop()
  client.close()
})

it.each([6, -6])('neither loses nor gives the lead when the time of day jumps by %i hours', async (hours) => {
  const [first, second] = [startProcess(`l${hours}`), startProcess(`m${hours}`)]
  const leads = await leader()
  const jump = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
  const version = async () => (await first.client.get(LEASES, { name, namespace })).metadata.resourceVersion
  jump()
  for (let renewals = 0, seen = await version(); renewals < 5; renewals++) {
    seen = await eventually(async () => {
      const now = await version()
      expect(now).not.toBe(seen)
      return now
    })
  }
  expect([leads.works, first.begun + second.begun]).toEqual([true, 1])
  await takenBy('vanished', first.client)
  const since = performance.now()
  await eventually(() => expect(leads.works).toBe(false)) // by now it was seen whose the lease is
  jump()
  await leader()
  const tookMs = performance.now() - since
  expect(tookMs).toBeGreaterThan(TIMES.lease)
  expect(tookMs).toBeLessThan(5 * TIMES.lease)
})
