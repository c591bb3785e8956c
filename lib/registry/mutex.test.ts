import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { Postgres, withClient } from '@/lib/testing/postgres'
import { KeyedMutex, type Mutex } from './keyed-mutex'
import { PostgresMutex } from './postgres-mutex'
import { heldWork } from './testing/held-work'

interface Setting {
  /** Two who take turns: of processes, each has a mutex of its own. */
  one: Mutex
  other: Mutex
  whenOneWaits(): Promise<unknown>
  stop(): Promise<void>
}

function inThisProcess(): Promise<Setting> {
  const mutex = new KeyedMutex()
  return Promise.resolve({
    one: mutex,
    other: mutex,
    whenOneWaits: () => setImmediate(),
    stop: () => Promise.resolve(),
  })
}

async function amongProcesses(): Promise<Setting> {
  const server = await Postgres.start()
  const url = await server.createDatabase()
  const waiting = `SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
  const whenOneWaits = () =>
    eventually(async () => {
      const { rows } = await withClient(url, (client) => client.query(waiting))
      expect(rows).toEqual([{ count: 1 }])
    })
  return { one: new PostgresMutex(url), other: new PostgresMutex(url), whenOneWaits, stop: () => server.stop() }
}

const settings: [string, () => Promise<Setting>][] = [['KeyedMutex', inThisProcess]]
const missing = Postgres.whyNot()
if (missing === undefined) settings.push(['PostgresMutex', amongProcesses])
else process.stdout.write(`skipped: no locks between processes, as ${missing}\n`)

describe.each(settings)('%s', (_, start) => {
  let setting: Setting
  beforeAll(async () => {
    setting = await start()
  })
  afterAll(() => setting.stop())

  const begun = ({ state }: ReturnType<typeof heldWork>) => eventually(() => expect(state.begun).toBe(true))
  const isFree = async (key: string) =>
    expect(await setting.other.run([key], () => Promise.resolve('free'))).toBe('free')

  it('lets one work at a time on each key, whoever asks', async () => {
    const first = heldWork(setting.one, ['a', 'b'])
    await begun(first)
    const second = heldWork(setting.other, ['b', 'c'])
    await setting.whenOneWaits()
    expect(second.state.begun).toBe(false)
    await isFree('d')
    first.end()
    await first.run
    await begun(second)
    second.end()
    await second.run
  })

  it('is free again after work that fails', async () => {
    await expect(setting.one.run(['a'], () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
    await isFree('a')
  })

  it('lets who waits give up, and does not begin that work later', async () => {
    const first = heldWork(setting.one, ['a'])
    await begun(first)
    const controller = new AbortController()
    const second = heldWork(setting.other, ['a'], controller.signal)
    await setting.whenOneWaits()
    controller.abort(new Error('gone'))
    await expect(second.run).rejects.toThrow('gone')
    first.end()
    await first.run
    await isFree('a')
    expect(second.state.begun).toBe(false)
  })

  it('does not break work off', async () => {
    const controller = new AbortController()
    const first = heldWork(setting.one, ['a'], controller.signal)
    await begun(first)
    controller.abort()
    first.end()
    await expect(first.run).resolves.toBeUndefined()
  })
})
