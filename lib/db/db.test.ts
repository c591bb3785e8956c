import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { Postgres } from '@/lib/testing/postgres'
import { openDb, provider as providerOf, type Db, type Tx } from './db'
import { isConflict, isDatabaseAway, isUniqueViolation } from './errors'
import { migrate } from './migrate'
import { openMigrated, PRISMA_DIR, providersHere, startDatabaseServer, type DatabaseServer } from './testing/databases'

const addUser = (tx: Tx, userName: string) => tx.user.create({ data: { userName, passwordHash: 'x' } })
const userNames = async (db: Db) =>
  (await db.read.user.findMany({ orderBy: { id: 'asc' } })).map((user) => user.userName)

/** A promise that a test settles when it wants the other side to go on. */
function gate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

describe('provider', () => {
  it.each([
    ['file:/data/console.db', 'sqlite'],
    ['postgres://u@h/d', 'postgresql'],
    ['postgresql://u@h/d', 'postgresql'],
  ])('%s is %s', (url, expected) => expect(providerOf(url)).toBe(expected))
})

describe.each(providersHere())('the database on %s', (provider) => {
  let server: DatabaseServer
  let db: Db
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    db = await openMigrated(server)
  })
  afterEach(() => db.close())

  it('gives back what was written, Chinese, BigInt and times in milliseconds too', async () => {
    const lastHeartbeat = new Date('2026-11-21T09:08:07.654Z')
    const data = {
      clusterId: 0,
      groupId: 0,
      userId: 1,
      name: '边缘节点 一',
      nodeType: 'Generic',
      uniqueName: 'n',
      status: 'Online',
    }
    await db.write((tx) => tx.node.create({ data: { ...data, memory: 2n ** 53n + 1n, lastHeartbeat } }))
    const row = await db.read.node.findUniqueOrThrow({ where: { uniqueName: 'n' } })
    expect(row).toMatchObject({ ...data, memory: 2n ** 53n + 1n, lastHeartbeat })
    expect(Math.abs(Date.now() - row.createAt.getTime())).toBeLessThan(60_000)
  })

  it('answers what the work answered', async () => {
    expect(await db.write(() => Promise.resolve('answer'))).toBe('answer')
  })

  it('runs work again that meets a duplicate, once, after a conflict too', async () => {
    const failing = (...codes: string[]) => {
      let runs = 0
      return db.write((tx) => {
        const code = codes[runs++]
        return code === undefined ? tx.user.count() : Promise.reject(Object.assign(new Error('no'), { code }))
      })
    }
    expect(await failing('P2034', 'P2002', 'P2034')).toBe(0)
    await expect(failing('P2002', 'P2034', 'P2002')).rejects.toMatchObject({ code: 'P2002' })
  })

  it('undoes everything where the work fails', async () => {
    const failing = db.write(async (tx) => {
      await addUser(tx, 'anna')
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await userNames(db)).toEqual([])
    await db.write((tx) => addUser(tx, 'bob'))
    expect(await userNames(db)).toEqual(['bob'])
  })

  it('does not show a read what an open transaction wrote', async () => {
    const written = gate()
    const looked = gate()
    const writing = db.write(async (tx) => {
      await addUser(tx, 'anna')
      written.open()
      await looked.opened
    })
    await written.opened
    expect(await userNames(db)).toEqual([])
    looked.open()
    await writing
    expect(await userNames(db)).toEqual(['anna'])
  })

  it('lets no increment get lost between transactions that read and then write', async () => {
    const { id } = await db.write((tx) => addUser(tx, 'anna'))
    const increment = () =>
      db.write(async (tx) => {
        const user = await tx.user.findUniqueOrThrow({ where: { id } })
        await tx.user.update({ where: { id }, data: { groupId: user.groupId + 1 } })
      })
    await Promise.all(Array.from({ length: 8 }, increment))
    expect(await db.read.user.findUnique({ where: { id } })).toMatchObject({ groupId: 8 })
  })

  it('is serializable: two that each look for the other’s row do not both find nothing', async () => {
    const addIfAlone = (userName: string) =>
      db.write(async (tx) => {
        const others = await tx.user.count()
        if (others === 0) await addUser(tx, userName)
        return others === 0
      })
    const made = await Promise.all([addIfAlone('anna'), addIfAlone('bob')])
    expect(made.filter(Boolean)).toHaveLength(1)
    expect(await userNames(db)).toHaveLength(1)
  })

  it('runs the work again where another process made the same record first', async () => {
    let runs = 0
    const answer = await db.write(async (tx) => {
      runs++
      if (runs === 1) await addUser(tx, 'anna').then(() => addUser(tx, 'anna'))
      return runs
    })
    expect(answer).toBe(2)
  })

  it('gives up on a unique violation that stays', async () => {
    await db.write((tx) => addUser(tx, 'anna'))
    let runs = 0
    const again = db.write((tx) => {
      runs++
      return addUser(tx, 'anna')
    })
    await expect(again).rejects.toSatisfy(isUniqueViolation)
    expect(runs).toBe(2)
  })

  it('retries a conflict a bounded number of times', async () => {
    let runs = 0
    const conflict = new Error('could not serialize access due to concurrent update')
    const never = db.write(() => {
      runs++
      return Promise.reject(conflict)
    })
    await expect(never).rejects.toBe(conflict)
    expect(runs).toBe(30)
    runs = 0
    const third = () => (++runs < 3 ? Promise.reject(conflict) : Promise.resolve('done'))
    expect(await db.write(third)).toBe('done')
  })

  it('refuses a row that refers to nothing', async () => {
    const orphan = { tokenHash: 't', userId: 404, expiresAt: new Date() }
    await expect(db.write((tx) => tx.session.create({ data: orphan }))).rejects.toThrow(/foreign key/i)
  })

  it('deletes the sessions with their user', async () => {
    const user = await db.write((tx) => addUser(tx, 'anna'))
    await db.write((tx) => tx.session.create({ data: { tokenHash: 't', userId: user.id, expiresAt: new Date() } }))
    await db.write((tx) => tx.user.delete({ where: { id: user.id } }))
    expect(await db.read.session.count()).toBe(0)
  })
})

describe('another process on the same SQLite file', () => {
  it('that writes between our read and our write makes the work run again', async () => {
    const server = await startDatabaseServer('sqlite')
    const url = await server.createDatabase()
    await migrate(url, PRISMA_DIR)
    const db = await openDb(url)
    const other = new Database(url.replace(/^file:/, ''))
    try {
      const { id } = await db.write((tx) => addUser(tx, 'anna'))
      let runs = 0
      await db.write(async (tx) => {
        const user = await tx.user.findUniqueOrThrow({ where: { id } })
        if (++runs === 1) other.prepare('UPDATE User SET groupId = groupId + 1').run()
        await tx.user.update({ where: { id }, data: { groupId: user.groupId + 1 } })
      })
      expect(runs).toBe(2)
      expect(await db.read.user.findUnique({ where: { id } })).toMatchObject({ groupId: 2 })
    } finally {
      other.close()
      await db.close()
      await server.stop()
    }
  })
})

describe.skipIf(Postgres.whyNot() !== undefined)('a PostgreSQL that stands still', () => {
  it('is answered for with an error in time, and is used again when it goes on', async () => {
    const server = await Postgres.start()
    try {
      const url = await server.createDatabase()
      await migrate(url, PRISMA_DIR)
      const db = await openDb(url, 1000)
      await db.write((tx) => addUser(tx, 'anna'))
      server.signal('SIGSTOP')
      const began = Date.now()
      const [read, another, write] = await Promise.allSettled([
        db.read.user.count(),
        db.read.user.count(),
        db.write((tx) => addUser(tx, 'bob')),
      ])
      const took = Date.now() - began
      server.signal('SIGCONT')
      const away = [read, another, write].map((one) => one.status === 'rejected' && isDatabaseAway(one.reason))
      expect(away).toEqual([true, true, true])
      expect(took).toBeLessThan(8000)
      await eventually(async () => expect(await userNames(db)).toEqual(['anna']))
      await db.write((tx) => addUser(tx, 'carl'))
      await db.close()
    } finally {
      await server.stop()
    }
  })
})

describe.skipIf(Postgres.whyNot() !== undefined)('a PostgreSQL that goes away', () => {
  it('is told from a query that fails, in a transaction and outside of one', async () => {
    const server = await Postgres.start()
    const db = await openDb(server.url)
    const caught: unknown[] = []
    const wrong: unknown = await db.read.user.count().catch((error: unknown) => error)
    expect([wrong instanceof Error, isDatabaseAway(wrong)]).toEqual([true, false]) // it has no tables
    const catching = (work: Promise<unknown>) => work.catch((error: unknown) => caught.push(error))
    await catching(
      db.write(async (tx) => {
        await tx.$queryRawUnsafe('SELECT 1')
        await server.stop()
        await tx.$queryRawUnsafe('SELECT 1')
      }),
    )
    await catching(db.read.$queryRawUnsafe('SELECT 1'))
    await catching(db.read.user.count())
    await catching(db.write((tx) => tx.user.count()))
    await db.close()
    expect(caught.map((error) => isDatabaseAway(error))).toEqual([true, true, true, true])
  })
})

describe('errors', () => {
  const coded = (code: unknown) => Object.assign(new Error('x'), { code })
  it('knows Prisma’s codes by shape', () => {
    expect(isUniqueViolation(coded('P2002'))).toBe(true)
    expect(isUniqueViolation(coded(2002))).toBe(false)
    expect(isUniqueViolation('P2002')).toBe(false)
    expect(isConflict(coded('P2034'))).toBe(true)
    expect(isConflict(coded('P2002'))).toBe(false)
  })
  it('knows PostgreSQL’s conflicts by what they say', () => {
    expect(isConflict(new Error('ERROR: deadlock detected'))).toBe(true)
    expect(isConflict(new Error('connection refused'))).toBe(false)
    expect(isConflict(undefined)).toBe(false)
  })
})
