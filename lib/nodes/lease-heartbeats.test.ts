import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Tenant } from '@/lib/auth/caller'
import { KubeClient } from '@/lib/cluster/client'
import { LEASES } from '@/lib/cluster/resources'
import { microTime } from '@/lib/cluster/time'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { openClusterUnderTest, type ClusterUnderTest } from '@/lib/reconciler/testing/cluster-under-test'
import { eventually } from '@/lib/testing/eventually'
import { startHttpServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { recordingLog, silentLog } from '@/lib/testing/log'
import { LeaseHeartbeats } from './lease-heartbeats'

const TENANT = { clusterId: 0, groupId: 0, userId: 1 }
const namespace = 'kube-node-lease'

let cluster: ClusterUnderTest
let db: Db
let heartbeats: LeaseHeartbeats
let told: Tenant[]
beforeAll(async () => {
  cluster = await openClusterUnderTest()
})
afterAll(() => cluster.stop())
beforeEach(async () => {
  db = await openScratchDb()
  told = []
  const touched = (tenant: Tenant) => void told.push(tenant)
  heartbeats = new LeaseHeartbeats({ db, cluster, log: silentLog, touched })
})
afterEach(async () => {
  vi.useRealTimers()
  await heartbeats.stop()
  await db.close()
})

let made = 0
/** A node's record and its Lease. */
async function node(lastHeartbeat: Date | null, renewed: Date, userId = 1) {
  const uniqueName = `lease-test-${process.pid}-${++made}`
  const data = { ...TENANT, userId, name: uniqueName, nodeType: 'Generic', uniqueName, status: 'Online', lastHeartbeat }
  await db.write((tx) => tx.node.create({ data }))
  const spec = { holderIdentity: uniqueName, leaseDurationSeconds: 40, renewTime: microTime(renewed.getTime()) }
  const { apiVersion, kind } = LEASES
  await cluster.client.create(LEASES, { apiVersion, kind, metadata: { name: uniqueName, namespace }, spec })
  return uniqueName
}
const heartbeatOf = async (uniqueName: string) =>
  (await db.read.node.findUniqueOrThrow({ where: { uniqueName } })).lastHeartbeat?.getTime()
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)

describe('the heartbeats that Leases tell', () => {
  it('are written where they are newer than what is known, to ten seconds', async () => {
    const renewed = ago(20)
    const first = await node(null, renewed)
    const second = await node(ago(300), renewed)
    const ahead = ago(5)
    const known = await node(ahead, renewed)
    const other = await node(null, ago(3600), 2)
    heartbeats.start()
    await eventually(async () => expect(await heartbeatOf(other)).toBeDefined())
    const step = Math.floor(renewed.getTime() / 10_000) * 10_000
    await eventually(async () => expect([await heartbeatOf(first), await heartbeatOf(second)]).toEqual([step, step]))
    expect(await heartbeatOf(known)).toBe(ahead.getTime())
    await eventually(() => expect(told.map(({ userId }) => userId).sort()).toEqual([1, 2]))
  })

  it('are not of the future, whatever a machine’s clock says', async () => {
    const name = await node(null, ago(-86_400))
    heartbeats.start()
    await eventually(async () => expect(await heartbeatOf(name)).toBeGreaterThan(Date.now() - 30_000))
    expect(await heartbeatOf(name)).toBeLessThanOrEqual(Date.now())
  })

  it.each([6, -6])(
    'are told by our own clock when that jumps by %i hours, and again when it is put right',
    async (hours) => {
      const aheadAndWell = async () => [await node(null, ago(-24 * 3600)), await node(null, ago(0))]
      const before = await aheadAndWell()
      heartbeats.start()
      const areNow = (names: string[]) =>
        eventually(async () => {
          for (const name of names) {
            const age = Date.now() - ((await heartbeatOf(name)) ?? 0)
            // A clock that is ahead finds old what is right.
            expect(age).toBeLessThan(name === names[1] && hours > 0 ? 7 * 3_600_000 : 60_000)
            expect(age).toBeGreaterThan(-20_000)
          }
        })
      await areNow(before)
      const again = async () => {
        await heartbeats.stop()
        heartbeats = new LeaseHeartbeats({ db, cluster, log: silentLog, touched: (tenant) => void told.push(tenant) })
        heartbeats.start()
        await areNow(before)
      }
      const real = Date.now()
      vi.useFakeTimers({ toFake: ['Date'], now: real + hours * 3_600_000 })
      await again()
      vi.useRealTimers()
      await again()
    },
  )

  it('are nobody’s news where nothing is newer', async () => {
    const name = await node(ago(0), ago(60))
    const later = await node(null, ago(60))
    heartbeats.start()
    await eventually(async () => expect(await heartbeatOf(later)).toBeDefined())
    await heartbeats.stop()
    expect(await heartbeatOf(name)).toBeGreaterThan(Date.now() - 30_000)
    expect(told).toHaveLength(1)
  })

  it('are gone without where the console may not read them, which is told', async () => {
    const server = await startHttpServer((_, res) => {
      res.writeHead(403, { 'content-type': 'application/json' })
      res.end(JSON.stringify({ kind: 'Status', status: 'Failure', reason: 'Forbidden', message: 'no', code: 403 }))
    })
    const client = new KubeClient(kubeConfigFor(server.url))
    const { log, lines } = recordingLog()
    const refused = new LeaseHeartbeats({ db, cluster: { client }, log, touched: () => undefined })
    refused.start()
    const warnings = () => lines.filter(({ level }) => level === 40)
    await eventually(() => expect(warnings()).toHaveLength(1))
    expect(warnings()[0]?.msg).toContain('may not be read')
    await refused.stop()
    client.close()
    await server.stop()
  })
})
