import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { createNode } from '@/lib/nodes/store'
import type { Call } from '@/lib/protocol/operation'
import { testApp } from '@/lib/testing/app'
import { listActivityInput } from './schema'
import { listActivity } from './service'
import { CLEAR_BATCH, clearOldActivities, recordActivity, type ActivityEntry } from './store'

const TENANT = { clusterId: 0, groupId: 0, userId: 1 }
const DAY_MS = 24 * 3600_000

let db: Db
beforeEach(async () => {
  db = await openScratchDb()
})
afterEach(() => db.close())

const record = (...entries: ActivityEntry[]) => db.write((tx) => recordActivity(tx, TENANT, entries))

function list(content: object = {}, tenant = TENANT) {
  const call: Call = {
    app: testApp({ db }),
    caller: { tenant, userName: 'admin', role: 'viewer', via: 'session' },
    db: db.read,
    changed: () => undefined,
    signal: new AbortController().signal,
  }
  return listActivity(call, listActivityInput.parse({ pageNum: 1, pageSize: 10, ...content }))
}

describe('what happened', () => {
  it('is listed newest first, with what is there still of what it names', async () => {
    await db.write(async (tx) => {
      await createNode(tx, { ...TENANT, name: 'edge-a', nodeType: 'Generic', uniqueName: 'u', status: 'Online' })
      const orgId = (
        await tx.imageOrg.create({ data: { clusterId: 0, ownerGroupId: 0, ownerUserId: 1, orgName: 'org' } })
      ).id
      await tx.image.create({ data: { ...TENANT, imageName: 'app', orgId, orgName: 'org' } })
    })
    await record(
      { kind: 'node', action: 'registered', nodeName: 'edge-a', actor: 'admin' },
      { kind: 'node', action: 'Offline', nodeName: 'gone', reason: 'Kubelet stopped posting node status.' },
    )
    await record({ kind: 'image', action: 'uploaded', imageName: 'org/app', version: '1', actor: 'admin' })
    const { total, activities } = await list()
    expect(total).toBe(3)
    expect(activities).toMatchObject([
      { kind: 'image', action: 'uploaded', imageName: 'org/app', version: '1', exists: ['org', 'image'] },
      { kind: 'node', action: 'Offline', nodeName: 'gone', actor: '', exists: [] },
      { kind: 'node', action: 'registered', nodeName: 'edge-a', actor: 'admin', reason: '', exists: ['node'] },
    ])
    expect(Object.keys(activities[0] ?? {})).not.toContain('userId')
  })

  it('is narrowed by kind and by each name, and pages', async () => {
    const names = { appName: 'till', version: 'v1' }
    await record(
      { kind: 'application', action: 'published', ...names },
      { kind: 'deployment', action: 'deployed', nodeName: 'a', ...names },
      { kind: 'deployment', action: 'deployed', nodeName: 'b', ...names, version: 'v2' },
      { kind: 'image', action: 'deleted', imageName: 'org/app' },
    )
    const actions = async (filter: object) => (await list(filter)).activities.map(({ id }) => id)
    expect(await actions({ kind: 'deployment' })).toEqual([3, 2])
    expect(await actions({ appName: 'till' })).toEqual([3, 2, 1])
    expect(await actions({ appName: 'till', version: 'v1' })).toEqual([2, 1])
    expect(await actions({ nodeName: 'b' })).toEqual([3])
    expect(await actions({ imageName: 'org/app' })).toEqual([4])
    expect(await actions({ pageSize: 3, pageNum: 2 })).toEqual([1])
    expect((await list({ pageSize: 3, pageNum: 9 })).total).toBe(4)
  })

  it('is the tenant’s alone', async () => {
    await record({ kind: 'node', action: 'registered', nodeName: 'edge-a' })
    expect(await list({}, { ...TENANT, userId: 2 })).toEqual({ total: 0, activities: [] })
  })

  it('is undone with the change that it belongs to', async () => {
    const failing = db.write(async (tx) => {
      await recordActivity(tx, TENANT, [{ kind: 'node', action: 'registered', nodeName: 'edge-a' }])
      throw new Error('the change failed')
    })
    await expect(failing).rejects.toThrow('the change failed')
    expect((await list()).total).toBe(0)
  })
})

describe('clearing', () => {
  const at = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS)
  const add = (count: number, daysAgo: number) => {
    const row = { ...TENANT, kind: 'node', action: 'Online', nodeName: `${daysAgo} days ago`, at: at(daysAgo) }
    return db.write((tx) => tx.activity.createMany({ data: Array.from({ length: count }, () => row) }))
  }

  it('takes what is older than ninety days, a batch at a time', async () => {
    await add(CLEAR_BATCH + 10, 91)
    await add(3, 89)
    expect(await db.write(clearOldActivities)).toBe(CLEAR_BATCH)
    expect(await db.write(clearOldActivities)).toBe(10)
    expect(await db.write(clearOldActivities)).toBe(0)
    expect((await list()).activities.map(({ nodeName }) => nodeName)).toEqual(Array(3).fill('89 days ago'))
  })

  it('keeps no more than the newest million', async () => {
    await add(2, 1)
    await db.write((tx) =>
      tx.activity.create({ data: { ...TENANT, id: 1_000_002, kind: 'node', action: 'Offline', nodeName: 'newest' } }),
    )
    expect(await db.write(clearOldActivities)).toBe(2)
    expect((await list()).activities).toMatchObject([{ nodeName: 'newest' }])
  })
})
