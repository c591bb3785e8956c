import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '@/lib/app'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { testApp } from '@/lib/testing/app'
import { eventually } from '@/lib/testing/eventually'
import { failureOf } from './failures'
import { BatchInstaller, type Install } from './installer'
import type { BatchedRow, Outcome } from './outcome'
import { failingAt } from './testing/failing-db'
import { batchOf, rowNow } from './testing/rows'

/** Installations that last until the test says what came of them. */
class Machines {
  readonly begun: BatchedRow[] = []
  readonly ended: number[] = []
  readonly #settle = new Map<number, (outcome: Promise<Outcome | undefined>) => void>()

  readonly install: Install = (row) => {
    this.begun.push(row)
    return {
      done: new Promise((resolve) => this.#settle.set(row.id, resolve)),
      end: () => {
        this.ended.push(row.id)
        this.#settle.get(row.id)?.(Promise.resolve(undefined))
      },
    }
  }

  finish({ id }: BatchedRow, outcome: Outcome = { status: 'Joining' }): void {
    this.#settle.get(id)?.(Promise.resolve(outcome))
  }

  fail({ id }: BatchedRow): void {
    this.#settle.get(id)?.(Promise.reject(new Error('the console failed')))
  }
}

let db: Db
let app: App
let machines: Machines
let installer: BatchInstaller | undefined
beforeEach(async () => {
  db = await openScratchDb()
  app = appOn(db)
  machines = new Machines()
})
afterEach(async () => {
  await installer?.stop()
  await db.close()
})

const appOn = (database: Db) => testApp({ db: database, env: { INSTALL_CONCURRENCY: '2' } })

function start(over: App = app, prepare = () => Promise.resolve(machines.install)): BatchInstaller {
  installer = new BatchInstaller(over, prepare)
  installer.start()
  return installer
}

/** As when an operator did something with a batch. */
const notice = (row: BatchedRow) =>
  app.changes.publish({ tenant: { clusterId: 0, groupId: 0, userId: 1 }, kind: 'batch', ids: [row.batchId] })
const begun = (count: number) => eventually(() => expect(machines.begun).toHaveLength(count))
const only = (rows: BatchedRow[]): BatchedRow => {
  const [row] = rows
  if (!row) throw new Error('there is no row')
  return row
}

describe('BatchInstaller', () => {
  it('installs as many at a time as it may, and the next when one is done', async () => {
    const [first, second, third] = await batchOf(db, 3, 'Queued')
    if (!first || !second || !third) throw new Error('no rows')
    start()
    await begun(2)
    machines.finish(second)
    await begun(3)
    expect(machines.begun.map(({ id }) => id)).toEqual([first.id, second.id, third.id])
    expect(await rowNow(db, second)).toMatchObject({ status: 'Joining', attempts: 1, secret: '' })
  })

  it('lets no batch wait until another is done', async () => {
    await batchOf(db, 5, 'Queued')
    const late = only(await batchOf(db, 1, 'Queued'))
    start()
    await begun(2)
    expect(machines.begun.map(({ batchId }) => batchId)).toContain(late.batchId)
  })

  it('begins anew what failed in the console itself, and gives it up after the third time', async () => {
    const row = only(await batchOf(db, 1, 'Queued'))
    start()
    for (const time of [1, 2, 3]) {
      await begun(time)
      machines.fail(row)
    }
    await eventually(async () => expect((await rowNow(db, row)).status).toBe('Failed'))
    expect(await rowNow(db, row)).toMatchObject({ failure: 'interrupted', attempts: 3, nodeStatus: 'NotInstalled' })
  })

  it('begins anew what it could not write the end of', async () => {
    const row = only(await batchOf(db, 1, 'Queued'))
    // The first is the claim, the second what came of it.
    start(appOn(failingAt(db, (write) => write === 2)))
    await begun(1)
    machines.finish(row)
    await begun(2)
    machines.finish(row)
    await eventually(async () => expect((await rowNow(db, row)).status).toBe('Joining'))
  })

  it('claims nothing until it can install, and tries again', async () => {
    const row = only(await batchOf(db, 1, 'Queued'))
    let tries = 0
    start(app, () => {
      tries += 1
      return tries === 1 ? Promise.reject(new Error('the folder cannot be written')) : Promise.resolve(machines.install)
    })
    await eventually(() => expect(tries).toBe(1))
    expect(await rowNow(db, row)).toMatchObject({ status: 'Queued', attempts: 0 })
    notice(row)
    await begun(1)
  })

  it('ends what is cancelled, and what lost its node', async () => {
    const [cancelled, lost] = await batchOf(db, 2, 'Queued')
    if (!cancelled || !lost) throw new Error('no rows')
    start()
    await begun(2)
    await db.write((tx) => tx.batchNode.update({ where: { id: cancelled.id }, data: { status: 'Cancelled' } }))
    await db.write((tx) => tx.node.delete({ where: { uniqueName: lost.uniqueName } }))
    notice(lost)
    await eventually(() => expect(new Set(machines.ended)).toEqual(new Set([cancelled.id, lost.id])))
    expect(await rowNow(db, cancelled)).toMatchObject({ status: 'Cancelled' })
    expect(await rowNow(db, lost)).toMatchObject({ status: 'Failed', failure: 'nodeDeleted' })
  })

  it('keeps what was asked for while it was being ended', async () => {
    const row = only(await batchOf(db, 1, 'Queued'))
    start()
    await begun(1)
    await db.write((tx) => tx.batchNode.update({ where: { id: row.id }, data: { status: 'Cancelled' } }))
    machines.finish(row, { status: 'Failed', failure: failureOf('connectionLost') })
    await installer?.stop()
    expect(await rowNow(db, row)).toMatchObject({ status: 'Cancelled', failure: '' })
  })
})

describe('BatchInstaller, when another process takes the lead', () => {
  it('ends what is under way, which whoever leads next takes up', async () => {
    const row = only(await batchOf(db, 1, 'Queued'))
    await start().stop()
    start()
    await begun(1)
    await installer?.stop()
    expect(machines.ended).toEqual([row.id])
    expect(await rowNow(db, row)).toMatchObject({ status: 'Installing', nodeStatus: 'Installing' })
    start()
    await begun(2)
    expect(await rowNow(db, row)).toMatchObject({ status: 'Installing', attempts: 2, interruptions: 1 })
  })

  it('begins nothing that it was claiming meanwhile', async () => {
    await batchOf(db, 2, 'Queued')
    let stopping: Promise<void> | undefined
    const claiming: Db = {
      ...db,
      write: async (work) => {
        const result = await db.write(work)
        stopping ??= installer?.stop()
        return result
      },
    }
    start(appOn(claiming))
    await eventually(() => expect(stopping).toBeDefined())
    await stopping
    expect(machines.begun).toEqual([])
    expect((await db.read.batchNode.findMany()).map(({ status }) => status)).toEqual(['Installing', 'Queued'])
  })

  it('waits until what came of an installation is written, and stops where that fails', async () => {
    const [written, failed] = await batchOf(db, 2, 'Queued')
    if (!written || !failed) throw new Error('no rows')
    start()
    await begun(2)
    machines.finish(written)
    machines.fail(failed)
    await installer?.stop()
    expect(await rowNow(db, written)).toMatchObject({ status: 'Joining' })
    expect(await rowNow(db, failed)).toMatchObject({ status: 'Installing' })
  })
})
