import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { Postgres, withClient } from '@/lib/testing/postgres'
import { PostgresMutex } from './postgres-mutex'

const missing = Postgres.whyNot()
if (missing !== undefined) process.stdout.write(`skipped: no locks between processes, as ${missing}\n`)

describe.skipIf(missing !== undefined)('the locks of processes on one PostgreSQL', () => {
  let server: Postgres
  let url: string
  beforeAll(async () => {
    server = await Postgres.start()
    url = await server.createDatabase()
  })
  afterAll(() => server.stop())

  const waiting = () =>
    withClient(url, async (client) => {
      const query = `SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
      return (await client.query<{ count: number }>(query)).rows[0]?.count
    })

  /** Work that goes on until it is told to end. */
  function held(mutex: PostgresMutex, keys: string[], signal?: AbortSignal) {
    let end: () => void = () => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    const state = { begun: false }
    const work = () => {
      state.begun = true
      return ended
    }
    const run = mutex.run(keys, work, signal)
    return { state, run, end: () => end() }
  }

  it('let one work at a time on each key, in whichever process', async () => {
    const [one, other] = [new PostgresMutex(url), new PostgresMutex(url)]
    const first = held(one, ['a'])
    await eventually(() => expect(first.state.begun).toBe(true))
    const second = held(other, ['a'])
    await eventually(async () => expect(await waiting()).toBe(1))
    expect(second.state.begun).toBe(false)
    expect(await other.run(['b'], () => Promise.resolve('another key'))).toBe('another key')
    first.end()
    await first.run
    await eventually(() => expect(second.state.begun).toBe(true))
    second.end()
    await second.run
  })

  it('are free again after work that fails', async () => {
    const mutex = new PostgresMutex(url)
    await expect(mutex.run(['a'], () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
    expect(await new PostgresMutex(url).run(['a'], () => Promise.resolve('free'))).toBe('free')
  })

  it('outlive no process that is gone', async () => {
    const first = held(new PostgresMutex(url), ['a'])
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
    const first = held(new PostgresMutex(url), keys)
    await eventually(() => expect(first.state.begun).toBe(true))
    const count = `SELECT count(DISTINCT pid)::int AS pids, count(*)::int AS locks FROM pg_locks WHERE locktype = 'advisory'`
    const { rows } = await withClient(url, (client) => client.query(count))
    expect(rows).toEqual([{ pids: 1, locks: 200 }])
    first.end()
    await first.run
  })

  it('are not waited for by who gives up', async () => {
    const first = held(new PostgresMutex(url), ['a'])
    await eventually(() => expect(first.state.begun).toBe(true))
    const controller = new AbortController()
    const second = held(new PostgresMutex(url), ['a'], controller.signal)
    await eventually(async () => expect(await waiting()).toBe(1))
    controller.abort(new Error('gone'))
    await expect(second.run).rejects.toThrow('gone')
    first.end()
    await first.run
    expect(second.state.begun).toBe(false)
    expect(await new PostgresMutex(url).run(['a'], () => Promise.resolve('free'))).toBe('free')
  })
})
