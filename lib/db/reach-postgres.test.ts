import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '@/lib/testing/free-port'
import { recordingLog } from '@/lib/testing/log'
import { eventually } from '@/lib/testing/eventually'
import { Postgres, withClient } from '@/lib/testing/postgres'
import { reachPostgres } from './reach-postgres'

const PASSWORD = 'a-password-that-nobody-sees'

describe('a PostgreSQL that is not there', () => {
  it('stops the start after its time, with where and why, and not the password', async () => {
    const { log, lines } = recordingLog()
    const port = await freePort()
    const url = `postgresql://console:${PASSWORD}@127.0.0.1:${port}/console`
    await expect(reachPostgres(url, log, 1500)).rejects.toMatchObject({
      name: 'ConfigError',
      message:
        `DATABASE_URL: the PostgreSQL at 127.0.0.1:${port}, database console, was not there within 1.5 s: ` +
        'the connection was refused',
    })
    expect(lines).toMatchObject([{ level: 40, host: '127.0.0.1', port, msg: 'waiting for the database' }])
    expect(JSON.stringify(lines)).not.toContain(PASSWORD)
  })

  it('is told from one that says nothing', async () => {
    const sockets: Socket[] = []
    const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { log } = recordingLog()
    try {
      await expect(reachPostgres(`postgresql://c@127.0.0.1:${port}/c`, log, 700)).rejects.toThrow(
        'was not there within 0.7 s: there is no answer',
      )
    } finally {
      sockets.forEach((socket) => socket.destroy())
      server.close()
    }
  })

  it('is not waited for where its address is none', async () => {
    const url = `postgresql://console:${PASSWORD}@db:port/console`
    await expect(reachPostgres(url, recordingLog().log)).rejects.toMatchObject({
      name: 'ConfigError',
      message: 'DATABASE_URL: cannot be read as an address',
    })
  })
})

describe.skipIf(Postgres.whyNot() !== undefined)('a PostgreSQL', () => {
  let server: Postgres
  beforeAll(async () => {
    server = await Postgres.start()
    await withClient(server.url, (client) => client.query(`CREATE ROLE guarded LOGIN PASSWORD '${PASSWORD}'`))
    const rules = path.join(server.dir, 'data/pg_hba.conf')
    await writeFile(rules, `host all guarded 127.0.0.1/32 scram-sha-256\n${await readFile(rules, 'utf8')}`)
    await withClient(server.url, (client) => client.query('SELECT pg_reload_conf()'))
  })
  afterAll(() => server.stop())

  it('that starts later than the console is waited for, with one line in the log', async () => {
    await server.crash()
    const { log, lines } = recordingLog()
    const reached = reachPostgres(server.url, log)
    await eventually(() => expect(lines).toHaveLength(1))
    await server.run()
    await reached
    expect(lines).toMatchObject([{ why: 'the connection was refused', seconds: 30 }])
  })

  it.each([
    ['a wrong password', 'guarded:wrong', 'postgres', 'wrong password for the user guarded'],
    ['no password', 'guarded', 'postgres', 'it asks for a password'],
    ['a user that is none', 'nobody', 'postgres', 'role "nobody" does not exist'],
    ['a database that is none', 'postgres', 'missing', 'there is no such database: missing'],
  ])('with %s stops the start at once', async (_, user, database, cause) => {
    const { log, lines } = recordingLog()
    const url = `postgresql://${user}@127.0.0.1:${server.port}/${database}`
    await expect(reachPostgres(url, log)).rejects.toMatchObject({
      name: 'ConfigError',
      message: `DATABASE_URL: the PostgreSQL at 127.0.0.1:${server.port}, database ${database}, cannot be used: ${cause}`,
    })
    expect(lines).toEqual([])
  })
})
