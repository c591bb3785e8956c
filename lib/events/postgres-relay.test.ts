import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { silentLog } from '@/lib/testing/log'
import { Postgres, withClient } from '@/lib/testing/postgres'
import type { Change } from './change'
import { UploadBoard } from '@/lib/images/upload-board'
import { ChangeFeed } from './change-feed'
import { PostgresRelay } from './postgres-relay'

const missing = Postgres.whyNot()
if (missing !== undefined) process.stdout.write(`skipped: changes are not carried between processes, as ${missing}\n`)

const tenant = { clusterId: 0, groupId: 0, userId: 1 }

describe.skipIf(missing !== undefined)('the change feed of processes on one PostgreSQL', () => {
  let server: Postgres
  let url: string
  beforeAll(async () => {
    server = await Postgres.start()
    url = await server.createDatabase()
  })
  afterAll(() => server.stop())

  interface Process {
    feed: ChangeFeed
    uploads: UploadBoard
    relay: PostgresRelay
    heard: Change[]
    missed: number
  }
  const processes: Process[] = []
  afterEach(async () => {
    for (const { relay } of processes.splice(0)) await relay.stop()
  })

  /** Running, and heard by the database: what is told from now on arrives. */
  async function startProcess(identity: string): Promise<Process> {
    const feed = new ChangeFeed()
    const uploads = new UploadBoard()
    const made: Process = {
      feed,
      uploads,
      heard: [],
      missed: 0,
      relay: new PostgresRelay({ url, feed, uploads, log: silentLog, identity }),
    }
    feed.subscribe((change) => void made.heard.push(change))
    feed.onMissed(() => void made.missed++)
    made.relay.start()
    processes.push(made)
    await eventually(async () => expect(await listeners()).toBe(processes.length))
    return made
  }
  const listeners = () =>
    withClient(url, async (client) => {
      const query = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query LIKE 'SELECT pg_notify%'`
      const { rows } = await client.query<{ count: number }>(query)
      return rows[0]?.count
    })

  it('tells the others, and itself once', async () => {
    const [a, b] = [await startProcess('a'), await startProcess('b')]
    a.feed.publish({ tenant, kind: 'node', ids: [1, 2] })
    b.feed.publish({ tenant, kind: 'deployment', ids: [7], observed: true })
    await eventually(() => expect([a.heard.length, b.heard.length]).toEqual([2, 2]))
    expect(b.heard).toContainEqual({ tenant, kind: 'node', ids: [1, 2], remote: true })
    expect(a.heard).toContainEqual({ tenant, kind: 'deployment', ids: [7], observed: true, remote: true })
    expect(b.feed.version(tenant)).toBeGreaterThan(0)
  })

  it('tells of more records than one notice holds', async () => {
    const [a, b] = [await startProcess('a'), await startProcess('b')]
    const ids = Array.from({ length: 10_000 }, (_, i) => 1_000_000_000 + i)
    a.feed.publish({ tenant, kind: 'deployment', ids })
    await eventually(() => expect(b.heard.flatMap((change) => change.ids)).toEqual(ids))
  })

  it('says that something was missed when the connection was lost, to all', async () => {
    const [a, b] = [await startProcess('a'), await startProcess('b')]
    await withClient(url, (client) =>
      client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
      ),
    )
    await eventually(() => expect(Math.min(a.missed, b.missed)).toBeGreaterThan(0))
    await eventually(async () => expect(await listeners()).toBe(2))
    a.feed.publish({ tenant, kind: 'image', ids: [3] })
    await eventually(() => expect(b.heard).toContainEqual({ tenant, kind: 'image', ids: [3], remote: true }))
  })

  it('tells what changes while it tells that something was missed', async () => {
    const a = await startProcess('a')
    const told: string[] = []
    await withClient(url, async (listener) => {
      listener.on('notification', ({ payload = '' }) => told.push(payload))
      await listener.query('LISTEN apulisedge_changes')
      const missed = JSON.stringify({ from: 'a' })
      const query = vi.spyOn(pg.Client.prototype, 'query')
      try {
        await listener.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE pid <> pg_backend_pid() AND datname = current_database()`)
        // The query has been sent, its answer is not there yet.
        await vi.waitFor(() => expect(JSON.stringify(query.mock.calls)).toContain(JSON.stringify(missed)), {
          timeout: 10_000,
          interval: 0,
        })
      } finally {
        query.mockRestore()
      }
      a.feed.publish({ tenant, kind: 'image', ids: [9] })
      await eventually(() => expect(told.join()).toContain('"ids":[9]'))
    })
  })

  it('takes what it does not understand for something missed', async () => {
    const a = await startProcess('a')
    await withClient(url, (client) => client.query(`SELECT pg_notify('apulisedge_changes', 'from a newer release')`))
    await eventually(() => expect(a.missed).toBe(1))
    expect(a.heard).toEqual([])
  })

  it('tells the others how far an upload is, however many images it has', async () => {
    const [a, b] = [await startProcess('a'), await startProcess('b')]
    const uploadId = '584a2d50-11d1-4d60-83ce-f0cc48a45348'
    const ticket = a.uploads.begin(tenant, uploadId)
    const images = Array.from({ length: 500 }, (_, n) => ({ imageName: `image-${n}`, imageVersion: '1'.repeat(100) }))
    ticket.report({ phase: 'pushing', images: images.slice(0, 2), sentBytes: 7 })
    const seen = () => b.uploads.find(tenant, uploadId)
    await eventually(() => expect(seen()).toMatchObject({ phase: 'pushing', images: images.slice(0, 2), sentBytes: 7 }))
    ticket.report({ phase: 'done', images })
    ticket.end()
    await eventually(() => expect(seen()).toMatchObject({ phase: 'done', images: [], sentBytes: 7 }))
    expect(b.missed).toBe(0)
    expect(b.uploads.find({ ...tenant, userId: 2 }, uploadId)).toBeUndefined()
  })
})
