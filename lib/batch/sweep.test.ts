import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '@/lib/app'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import type { Change } from '@/lib/events/change'
import { testApp } from '@/lib/testing/app'
import { failingAt } from './testing/failing-db'
import { batchOf, rowNow } from './testing/rows'
import { expireJoining, takeUpInterrupted } from './sweep'

const MINUTE_MS = 60_000

let db: Db
let app: App
let told: Change['kind'][]
beforeEach(async () => {
  db = await openScratchDb()
  app = testApp({ db })
  told = []
  app.changes.subscribe(({ kind }) => told.push(kind))
})
afterEach(() => db.close())

describe('takeUpInterrupted', () => {
  it('lets what was left in the middle wait anew, and what is under way be', async () => {
    const [left, running] = await batchOf(db, 2, 'Installing')
    if (!left || !running) throw new Error('no rows')
    await takeUpInterrupted(app, [running.id])
    expect(await rowNow(db, left)).toMatchObject({ status: 'Queued', interruptions: 1, nodeStatus: 'Installing' })
    expect(await rowNow(db, running)).toMatchObject({ status: 'Installing', interruptions: 0 })
    expect(told).toEqual(['batch'])
  })

  it('gives up what was left in the middle three times in a row', async () => {
    const [row] = await batchOf(db, 1, 'Installing', { interruptions: 2 })
    if (!row) throw new Error('no row')
    await takeUpInterrupted(app, [])
    expect(await rowNow(db, row)).toMatchObject({
      status: 'Failed',
      failure: 'interrupted',
      nodeStatus: 'NotInstalled',
    })
    const [last] = await db.read.activity.findMany()
    expect(last).toMatchObject({ action: 'installFailed', nodeName: row.name })
    expect(told).toEqual(['node', 'batch'])
  })

  it('takes up the others where one cannot be written', async () => {
    const rows = await batchOf(db, 3, 'Installing')
    await takeUpInterrupted(testApp({ db: failingAt(db, (write) => write === 2) }), [])
    const statuses = await Promise.all(rows.map(async (row) => (await rowNow(db, row)).status))
    expect(statuses).toEqual(['Queued', 'Installing', 'Queued'])
  })
})

describe('expireJoining', () => {
  const joiningSince = (minutes: number) => ({ statusAt: new Date(Date.now() - minutes * MINUTE_MS) })

  it('waits for a machine for five minutes, and says then that it did not join', async () => {
    const [row] = await batchOf(db, 1, 'Joining', joiningSince(4))
    if (!row) throw new Error('no row')
    expect(await expireJoining(app)).toBe(true)
    expect(await rowNow(db, row)).toMatchObject({ status: 'Joining', nodeStatus: 'Installing' })
    await expireJoining(app, Date.now() + 2 * MINUTE_MS)
    expect(await rowNow(db, row)).toMatchObject({
      ...{ status: 'Failed', failure: 'notJoined', failureParams: '{"minutes":"5"}', nodeStatus: 'NotInstalled' },
    })
    expect(await expireJoining(app)).toBe(false)
  })

  it.each(['Online', 'Offline'])('is done with a machine that is %s, however late', async (status) => {
    const [row] = await batchOf(db, 1, 'Joining', joiningSince(60))
    if (!row) throw new Error('no row')
    await db.write((tx) => tx.node.updateMany({ data: { status } }))
    await expireJoining(app)
    expect(await rowNow(db, row)).toMatchObject({ status: 'Installed', failure: '', nodeStatus: status })
  })

  it('fails a machine whose node is gone', async () => {
    const [row] = await batchOf(db, 1, 'Joining')
    if (!row) throw new Error('no row')
    await db.write((tx) => tx.node.deleteMany())
    await expireJoining(app)
    expect(await rowNow(db, row)).toMatchObject({ status: 'Failed', failure: 'nodeDeleted' })
  })
})
