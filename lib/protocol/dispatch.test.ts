import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { v4 as newId } from 'uuid'
import { z } from 'zod'
import type { App } from '@/lib/app'
import { Sessions } from '@/lib/auth/sessions'
import type { Db } from '@/lib/db/db'
import { openMigrated, providersHere, startDatabaseServer, type DatabaseServer } from '@/lib/db/testing/databases'
import type { Change } from '@/lib/events/change'
import { bearer, testApp } from '@/lib/testing/app'
import { recordingLog } from '@/lib/testing/log'
import { API_PREFIX, Dispatcher } from './dispatch'
import { refused } from './errors'
import { operation, uploadOperation, type Operation } from './operation'
import { failure } from './reasons'

interface Answered {
  status: number
  code: number | undefined
  body: {
    code?: number
    msg?: string
    header: { msg_id: string; parent_msg_id: string; timestamp: number }
    route: { source: string; operation: string; group?: string; resource?: string }
    content: { code: number; msg: string; data?: unknown }
  }
  /** The bytes of `content`. */
  content: string
}

/** Runs before an operation goes on, so that a test decides what happens meanwhile. */
let meanwhile: () => Promise<void>
let runs: number
const nameInput = z.object({ name: z.string().min(1) })

const table: Operation[] = [
  operation({
    path: 'user/create',
    summary: 'Adds a user',
    kind: 'change',
    role: 'operator',
    input: nameInput,
    output: z.object({ id: z.int() }),
    async handle(call, { name }) {
      runs++
      await meanwhile()
      const { id } = await call.db.user.create({ data: { userName: `${name}-${runs}`, passwordHash: 'x' } })
      call.changed({ kind: 'node', ids: [id] })
      if (name === 'refused') throw refused('record not found', { id })
      if (name === 'half refused') return refused('part of deploy fails', { done: id })
      if (name === 'broken') throw new Error('secret detail of the database')
      if (name === 'unreachable') throw failure('clusterFor', { what: 'a test' })
      return { id }
    },
  }),
  operation({
    path: 'user/count',
    summary: 'Counts the users',
    kind: 'query',
    role: 'viewer',
    input: z.object({}),
    output: z.object({ count: z.int() }),
    async handle(call) {
      runs++
      return { count: await call.db.user.count() }
    },
  }),
  operation({
    path: 'user/countKept',
    summary: 'Counts the users',
    kind: 'query',
    role: 'viewer',
    fromRecords: true,
    input: z.object({}),
    output: z.object({ count: z.int() }),
    async handle(call) {
      runs++
      return { count: await call.db.user.count() }
    },
  }),
  uploadOperation({
    path: 'user/photo',
    summary: 'Takes a photo',
    role: 'operator',
    kind: 'upload',
    fields: { file: 'file' },
    output: z.string(),
    async handle(_, request) {
      const body = await request.text()
      if (body === 'bad') throw refused('image version not exist')
      return `${body.length} bytes`
    },
  }),
]

describe.each(providersHere())('Dispatcher on %s', (provider) => {
  let server: DatabaseServer
  let db: Db
  let app: App
  let dispatcher: Dispatcher
  let changes: Change[]
  let lines: Record<string, unknown>[]
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    db = await openMigrated(server)
    const recording = recordingLog()
    lines = recording.lines
    app = testApp({ db, log: recording.log })
    dispatcher = new Dispatcher(app, table)
    changes = []
    app.changes.subscribe((change) => changes.push(change))
    runs = 0
    meanwhile = () => Promise.resolve()
  })
  afterEach(() => db.close())

  const message = (content: unknown, msgId: string = newId()) => ({
    header: { msg_id: msgId, parent_msg_id: '', timestamp: Date.now() },
    route: { source: 'portal', operation: 'insert', group: 'g' },
    content,
  })

  async function send(
    path: string,
    body: unknown,
    init: { uid?: number; method?: string; headers?: object } = {},
  ): Promise<Answered> {
    const { uid = 1, method = 'POST' } = init
    const headers = { ...(await bearer(uid)), ...init.headers }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const request = new Request(`http://h${API_PREFIX}${path}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: text }),
    })
    const response = await dispatcher.handle(request)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    const answer = await response.text()
    const parsed = JSON.parse(answer) as Answered['body']
    const content = answer.slice(answer.indexOf('"content":') + '"content":'.length, -1)
    return { status: response.status, code: parsed.content.code, body: parsed, content }
  }
  const users = () => db.read.user.count()

  it('answers what the operation answers, in an envelope that fits the request', async () => {
    const id = newId()
    const { status, body } = await send('user/create', message({ name: 'anna' }, id))
    expect(status).toBe(200)
    expect(body.content).toEqual({ code: 0, msg: 'OK', data: { id: expect.any(Number) as number } })
    expect(body.header.parent_msg_id).toBe(id)
    expect(body.route).toEqual({ source: 'cloud', operation: 'response', group: 'g' })
    expect(changes).toEqual([
      { tenant: { clusterId: 0, groupId: 0, userId: 1 }, kind: 'node', ids: [expect.any(Number)] },
    ])
  })

  it.each([
    ['user/nothing', 'POST'],
    ['user/create/', 'POST'],
    ['', 'POST'],
    ['__proto__', 'POST'],
    ['user/create', 'GET'],
    ['user/create', 'PUT'],
  ])('knows no %j with %s, in an envelope too', async (path, method) => {
    expect(await send(path, message({}), { method })).toMatchObject({ status: 404, code: 10001 })
  })

  it('repeats code and msg at the top where nobody is signed in, and only there', async () => {
    const { status, body } = await send('user/create', message({ name: 'a' }), {
      headers: { authorization: 'Bearer x' },
    })
    expect(status).toBe(401)
    expect(body).toMatchObject({
      code: 20002,
      msg: 'Cannot authorize: the token is not valid',
      content: { code: 20002 },
    })
    expect((await send('user/create', message({}))).body.code).toBeUndefined()
    expect(await users()).toBe(0)
  })

  it('refuses a role that may not', async () => {
    const { id } = await db.write((tx) =>
      tx.user.create({ data: { userName: 'v', passwordHash: 'x', role: 'viewer' } }),
    )
    const cookie = `apulisedge_session=${await new Sessions(db).open(id)}`
    const asViewer = (path: string, content: object) => {
      const request = new Request(`http://h${API_PREFIX}${path}`, {
        method: 'POST',
        headers: { cookie },
        body: JSON.stringify(message(content)),
      })
      return dispatcher.handle(request)
    }
    expect((await asViewer('user/create', { name: 'x' })).status).toBe(403)
    expect((await asViewer('user/count', {})).status).toBe(200)
    expect(runs).toBe(1)
  })

  it.each([
    ['{"header":', /^the body is not JSON/],
    ['', /^the body is not JSON/],
    ['{"a":1,}', /^the body is not JSON/],
    ['[]', /expected object/],
    ['null', /expected object/],
    ['{}', /header: .*; route: .*; content: /],
  ])('refuses the body %j', async (body, why) => {
    const { status, code, body: answer } = await send('user/create', body)
    expect([status, code]).toEqual([400, 20001])
    expect(answer.content.msg).toMatch(why)
  })

  it('refuses bytes that are not UTF-8', async () => {
    const headers = await bearer()
    const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    const response = await dispatcher.handle(
      new Request(`http://h${API_PREFIX}user/create`, { method: 'POST', headers, body }),
    )
    expect(response.status).toBe(400)
  })

  it('refuses more than a MiB', async () => {
    const answered = await send('user/create', message({ name: 'x'.repeat(1 << 20) }))
    expect(answered).toMatchObject({ status: 413, code: 20001 })
  })

  it('names the fields of the content, and still says whose message it was', async () => {
    const id = newId()
    const { code, body } = await send('user/create', message({ name: '' }, id))
    expect([code, body.header.parent_msg_id]).toEqual([20001, id])
    expect(body.content.msg).toMatch(/^content\.name: /)
    const bad = { ...message({ name: 'a' }, id), route: {} }
    expect((await send('user/create', bad)).body.header.parent_msg_id).toBe(id)
  })

  it('tells nobody but the log what broke', async () => {
    const { status, code, content } = await send('user/create', message({ name: 'broken' }))
    expect([status, code]).toEqual([500, 10003])
    expect(content).toBe('{"code":10003,"msg":"Internal Server Error"}')
    expect(JSON.stringify(lines)).toContain('secret detail of the database')
    expect([await users(), changes]).toEqual([0, []])
  })

  describe('a message', () => {
    it('is carried out once, and answered the same every time', async () => {
      const same = message({ name: 'anna' })
      const first = await send('user/create', same)
      const again = await send('user/create', { ...same, header: { ...same.header, timestamp: 1 } })
      expect(again.content).toBe(first.content)
      expect(again.body.header.msg_id).not.toBe(first.body.header.msg_id)
      expect([runs, await users(), changes.length]).toEqual([1, 1, 1])
      dispatcher = new Dispatcher(app, table) // after a restart
      expect((await send('user/create', same)).content).toBe(first.content)
    })

    it('is carried out once where it comes many times at the same moment', async () => {
      const same = message({ name: 'anna' })
      const answers = await Promise.all(Array.from({ length: 8 }, () => send('user/create', same)))
      expect(new Set(answers.map(({ content }) => content)).size).toBe(1)
      expect([await users(), changes.length]).toEqual([1, 1])
    })

    it('is carried out once by two processes', async () => {
      const other = new Dispatcher(app, table)
      const same = message({ name: 'anna' })
      const headers = await bearer()
      const ask = async (by: Dispatcher) => {
        const request = new Request(`http://h${API_PREFIX}user/create`, {
          method: 'POST',
          headers,
          body: JSON.stringify(same),
        })
        return ((await (await by.handle(request)).json()) as Answered['body']).content
      }
      const [one, two] = await Promise.all([ask(dispatcher), ask(other)])
      expect(one).toEqual(two)
      expect(one.code).toBe(0)
      expect([await users(), changes.length]).toEqual([1, 1])
    })

    it('is another’s where another tenant sends the same msg_id', async () => {
      const same = message({ name: 'anna' })
      await send('user/create', same)
      expect((await send('user/create', same, { uid: 2 })).code).toBe(0)
      expect(await users()).toBe(2)
    })

    it('is refused where its msg_id was another message’s, in any case of letters', async () => {
      const id = newId()
      await send('user/create', message({ name: 'anna' }, id))
      const reused = await send('user/create', message({ name: 'bob' }, id.toUpperCase()))
      expect(reused).toMatchObject({ status: 400, code: 20001 })
      expect(await users()).toBe(1)
    })

    it('that was refused stays so, and leaves nothing else', async () => {
      const same = message({ name: 'refused' })
      const [first, ...others] = await Promise.all([1, 2, 3].map(() => send('user/create', same)))
      const late = await send('user/create', same)
      expect(first).toMatchObject({ status: 400, code: 30000 })
      for (const { content, status } of [...others, late]) expect([content, status]).toEqual([first?.content, 400])
      expect([runs, await users(), changes]).toEqual([1, 0, []])
    })

    it('that was refused in part keeps what was done, and its answer', async () => {
      const same = message({ name: 'half refused' })
      const first = await send('user/create', same)
      expect(first).toMatchObject({ status: 400, code: 30000, body: { content: { msg: 'part of deploy fails' } } })
      expect((await send('user/create', same)).content).toBe(first.content)
      expect([runs, await users(), changes.length]).toEqual([1, 1, 1])
    })

    it.each(['broken', 'unreachable'])('that failed (%s) may be sent again', async (name) => {
      const same = message({ name })
      expect([500, 502]).toContain((await send('user/create', same)).status)
      await send('user/create', same)
      expect([runs, await users()]).toEqual([2, 0])
    })

    it('that fails the first time lets those that wait for it try', async () => {
      const same = message({ name: 'anna' })
      meanwhile = () => (runs === 1 ? Promise.reject(new Error('only this once')) : Promise.resolve())
      const codes = (await Promise.all([1, 2, 3].map(() => send('user/create', same)))).map(({ code }) => code)
      expect(codes.sort()).toEqual([0, 0, 10003])
      expect(await users()).toBe(1)
    })

    it('tells what changed only when it is committed', async () => {
      meanwhile = () => (runs === 1 ? Promise.reject(new Error('could not serialize access')) : Promise.resolve())
      expect((await send('user/create', message({ name: 'anna' }))).code).toBe(0)
      expect([runs, changes.length]).toEqual([2, 1])
    })

    it('is answered while another is carried out', async () => {
      let release: () => void = () => undefined
      const opened = new Promise<void>((resolve) => (release = resolve))
      meanwhile = () => opened
      const slow = send('user/create', message({ name: 'slow' }))
      await eventually(() => expect(runs).toBe(1))
      expect((await send('user/count', message({}))).body.content.data).toEqual({ count: 0 })
      release()
      expect((await slow).code).toBe(0)
    })
  })

  it('asks anew for every query, whatever its msg_id', async () => {
    const same = message({})
    expect((await send('user/count', same)).body.content.data).toEqual({ count: 0 })
    await send('user/create', message({ name: 'anna' }))
    expect((await send('user/count', same)).body.content.data).toEqual({ count: 1 })
  })

  it('never answers from before a change that was answered', async () => {
    for (let count = 0; count < 5; count++) {
      const answers = await Promise.all([1, 2, 3].map(() => send('user/countKept', message({}))))
      for (const { body } of answers) expect(body.content.data).toEqual({ count })
      expect((await send('user/create', message({ name: 'x' }))).code).toBe(0)
    }
  })

  it('takes an upload without an envelope, and repeats its errors at the top', async () => {
    const good = await send('user/photo', 'twelve bytes')
    expect(good.body).toMatchObject({ header: { parent_msg_id: '' }, content: { code: 0, data: '12 bytes' } })
    const bad = await send('user/photo', 'bad')
    expect(bad).toMatchObject({
      status: 400,
      body: { code: 30000, msg: 'image version not exist', content: { code: 30000 } },
    })
  })
})
