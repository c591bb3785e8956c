import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { Postgres, withClient } from '@/lib/testing/postgres'
import { PostgresMutex } from './postgres-mutex'
import { heldWork } from './testing/held-work'

// What it has in common with the other one, and where it is skipped is said: mutex.test.ts.
describe.skipIf(Postgres.whyNot() !== undefined)('the locks of processes on one PostgreSQL', () => {
  let server: Postgres
  let url: string
  beforeAll(async () => {
    server = await Postgres.start()
    url = await server.createDatabase()
  })
  afterAll(() => server.stop())

  it('outlive no process that is gone', async () => {
    const first = heldWork(new PostgresMutex(url), ['a'])
    await eventually(() => expect(first.state.begun).toBe(true))
    await withClient(url, (client) =>
      client.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`),
    )
    expect(await new PostgresMutex(url).run(['a'], () => Promise.resolve('taken'))).toBe('taken')
    first.end()
    await first.run
  })

  it('are held over one connection, however many they are', async () => {
    const keys = Array.from({ length: 200 }, (_, n) => `repository-${n}`)
    const first = heldWork(new PostgresMutex(url), keys)
    await eventually(() => expect(first.state.begun).toBe(true))
    const count = `SELECT count(DISTINCT pid)::int AS pids, count(*)::int AS locks FROM pg_locks WHERE locktype = 'advisory'`
    const { rows } = await withClient(url, (client) => client.query(count))
    expect(rows).toEqual([{ pids: 1, locks: 200 }])
    first.end()
    await first.run
  })
})
