import { setImmediate as tick } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '@/lib/app'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { StreamLimit } from '@/lib/http/stream-limit'
import { bearer, testApp } from '@/lib/testing/app'
import { handleEvents } from './events-route'

const tenant = { clusterId: 0, groupId: 0, userId: 1 }
const HELLO = 'retry: 2000\nevent: hello\ndata: {}\n\n'

let db: Db
let app: App
let limit: StreamLimit
let stopping: AbortController
let leaving: AbortController
beforeEach(async () => {
  db = await openScratchDb()
  stopping = new AbortController()
  leaving = new AbortController()
  app = testApp({ db, stopping: stopping.signal })
  limit = new StreamLimit(3, 5)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(async () => {
  stopping.abort()
  vi.useRealTimers()
  await db.close()
})

async function open(uid = 1) {
  const request = new Request('http://h/api/events', { headers: await bearer(uid), signal: leaving.signal })
  const response = await handleEvents(app, limit, request)
  expect(response.status).toBe(200)
  const reader = response.body?.getReader()
  if (!reader) throw new Error('no body')
  const read = async () => {
    const { value, done } = await reader.read()
    return done ? 'end' : Buffer.from(value).toString('utf8')
  }
  return { response, reader, read }
}
const changed = (kind: 'node' | 'image' | 'deployment', ...ids: number[]) => app.changes.publish({ tenant, kind, ids })
const notice = (kind: string, ids: number[]) => `event: changed\ndata: ${JSON.stringify({ kind, ids })}\n\n`
const gathered = () => vi.advanceTimersByTimeAsync(200)

describe('/api/events', () => {
  it('greets, and says that it must not be kept or held back', async () => {
    const { response, read } = await open()
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(response.headers.get('cache-control')).toContain('no-cache')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    expect(await read()).toBe(HELLO)
  })

  it('tells changes of a moment together, each record once', async () => {
    const { read } = await open()
    await read()
    changed('node', 1)
    changed('deployment', 5)
    changed('node', 2, 1)
    await gathered()
    expect([await read(), await read()]).toEqual([notice('node', [1, 2]), notice('deployment', [5])])
  })

  it('names no records where they are more than a page shows', async () => {
    const { read } = await open()
    await read()
    changed('deployment', ...Array.from({ length: 101 }, (_, i) => i))
    changed('image', ...Array.from({ length: 100 }, (_, i) => i))
    await gathered()
    expect(await read()).toBe(notice('deployment', []))
    expect(await read()).toBe(
      notice(
        'image',
        Array.from({ length: 100 }, (_, i) => i),
      ),
    )
  })

  it('tells nobody of another tenant’s records', async () => {
    const { read } = await open(2)
    await read()
    changed('node', 1)
    app.changes.publish({ tenant: { ...tenant, userId: 2 }, kind: 'image', ids: [9] })
    await gathered()
    expect(await read()).toBe(notice('image', [9]))
  })

  it('gathers what a slow reader has not taken, and queues nothing', async () => {
    const { read } = await open()
    for (let round = 0; round < 100; round++) {
      changed('node', round % 3)
      await gathered()
    }
    expect(await read()).toBe(HELLO)
    expect(await read()).toBe(notice('node', [0, 1, 2]))
    changed('node', 7)
    await gathered()
    expect(await read()).toBe(notice('node', [7]))
  })

  it('sends a sign of life when there is no news, one for a slow reader too', async () => {
    const { read } = await open()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await read()).toBe(HELLO)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await read()).toBe('event: heartbeat\ndata: {}\n\n')
  })

  it.each([
    ['the client goes away', () => leaving.abort()],
    ['the console stops', () => stopping.abort()],
  ])('ends when %s, and leaves no timer behind', async (_, end) => {
    const { read } = await open()
    await read()
    changed('node', 1)
    end()
    await tick()
    expect(await read()).toBe('end')
    changed('node', 2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends when its reader cancels', async () => {
    const { reader } = await open()
    changed('node', 1)
    await reader.cancel()
    leaving.abort()
    changed('node', 2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is open a bounded number of times for one user, and gives each place back', async () => {
    const [first] = [await open(), await open(), await open()]
    const another = new Request('http://h/api/events', { headers: await bearer() })
    const refused = await handleEvents(app, limit, another)
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ data: { reason: 'tooManyStreams', params: { max: 3 } } })
    await open(2)
    await first.reader.cancel()
    await open()
  })

  it('does not begin for whoever was gone before, or while the console stops', async () => {
    stopping.abort()
    const { read } = await open()
    expect(await read()).toBe(HELLO)
    expect(await read()).toBe('end')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is for those who are signed in', async () => {
    const response = await handleEvents(app, limit, new Request('http://h/api/events'))
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({ code: 20002, msg: 'Cannot authorize' })
    expect(vi.getTimerCount()).toBe(0)
  })
})
