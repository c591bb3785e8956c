import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { contentText, envelopeOf } from '../harness/answer'
import { suiteConsole } from '../harness/console'
import { message } from '../harness/portal'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const CREATE = 'node/createNode'
const fresh = () => ({ name: `node-${randomUUID()}`, nodeType: 'Generic' })

async function countOf(name: string, uid = 1): Promise<number> {
  return (await portal(uid).ok('node/listNode', { pageNum: 1, pageSize: 10, search: name })).total
}

test('a message replayed gets its first answer, byte for byte, and is not carried out again', async () => {
  const [content, msgId] = [fresh(), randomUUID()]
  const first = await portal().call(CREATE, content, msgId)
  expect(envelopeOf(first).content.code).toBe(0)
  for (let again = 0; again < 3; again++) {
    const replay = await portal().call(CREATE, content, msgId)
    expect(replay.status).toBe(200)
    expect(contentText(replay)).toBe(contentText(first))
    const { header } = envelopeOf(replay)
    expect(header.parent_msg_id).toBe(msgId)
    expect(header.msg_id).not.toBe(envelopeOf(first).header.msg_id)
  }
  expect(await countOf(content.name)).toBe(1)
})

test('the answer is the first one even where the record is gone by now', async () => {
  const [content, msgId] = [fresh(), randomUUID()]
  const first = await portal().call(CREATE, content, msgId)
  await portal().ok('node/deleteNode', { name: content.name })
  expect(contentText(await portal().call(CREATE, content, msgId))).toBe(contentText(first))
})

test('a replay is recognised after a restart', async () => {
  const [content, msgId, refusedId] = [fresh(), randomUUID(), randomUUID()]
  const first = await portal().call(CREATE, content, msgId)
  const refused = await portal().call(CREATE, { ...content, nodeType: 'Cray-1' }, refusedId)
  await theConsole().restart()
  expect(contentText(await portal().call(CREATE, content, msgId))).toBe(contentText(first))
  const replay = await portal().call(CREATE, { ...content, nodeType: 'Cray-1' }, refusedId)
  expect({ status: replay.status, content: contentText(replay) }).toEqual({
    status: 400,
    content: contentText(refused),
  })
  expect(await countOf(content.name)).toBe(1)
})

test('the order of the fields, the timestamp and the route make no difference', async () => {
  const [{ name, nodeType }, msgId] = [fresh(), randomUUID()]
  const first = await portal().call(CREATE, { name, nodeType }, msgId)
  const other = message({ nodeType, name }, msgId)
  const body = {
    ...other,
    header: { ...other.header, timestamp: 7 },
    route: { source: 'another', operation: 'insert' },
  }
  expect(contentText(await portal().send(CREATE, JSON.stringify(body)))).toBe(contentText(first))
})

test('a msg_id in capitals is the same msg_id', async () => {
  const [content, msgId] = [fresh(), randomUUID()]
  const first = await portal().call(CREATE, content, msgId)
  const replay = await portal().call(CREATE, content, msgId.toUpperCase())
  expect(contentText(replay)).toBe(contentText(first))
  expect(envelopeOf(replay).header.parent_msg_id).toBe(msgId.toUpperCase())
})

describe('the same msg_id', () => {
  test('with other content is refused with 20001, and the first answer stays', async () => {
    const [content, msgId] = [fresh(), randomUUID()]
    const first = await portal().call(CREATE, content, msgId)
    const other = fresh()
    expect(await portal().refusal(CREATE, other, msgId)).toMatchObject({ status: 400, code: 20001 })
    expect(await countOf(other.name)).toBe(0)
    expect(contentText(await portal().call(CREATE, content, msgId))).toBe(contentText(first))
  })

  test('with another operation is refused with 20001', async () => {
    const [content, msgId] = [fresh(), randomUUID()]
    await portal().call(CREATE, content, msgId)
    expect(await portal().refusal('node/deleteNode', { name: content.name }, msgId)).toMatchObject({
      status: 400,
      code: 20001,
    })
    expect(await countOf(content.name)).toBe(1)
  })

  test('of another tenant is another message', async () => {
    const [content, msgId] = [fresh(), randomUUID()]
    const mine = await portal(11).ok(CREATE, content, msgId)
    const theirs = await portal(12).ok(CREATE, { ...content, nodeType: 'Atlas 500' }, msgId)
    expect(theirs.node.id).not.toBe(mine.node.id)
    expect(theirs.node).toMatchObject({ userId: 12, nodeType: 'Atlas 500' })
  })

  test('may be used for queries at will', async () => {
    const msgId = randomUUID()
    await portal().ok('node/listType', {}, msgId)
    await portal().ok('node/listArchType', {}, msgId)
    const { name } = (await portal().ok(CREATE, fresh(), msgId)).node
    expect((await portal().ok('node/desNode', { name }, msgId)).node.name).toBe(name)
  })
})

test('a query is answered anew each time', async () => {
  const msgId = randomUUID()
  const { name, nodeType } = fresh()
  const list = { pageNum: 1, pageSize: 10, search: name }
  expect((await portal().ok('node/listNode', list, msgId)).total).toBe(0)
  await portal().ok(CREATE, { name, nodeType })
  expect((await portal().ok('node/listNode', list, msgId)).total).toBe(1)
})

describe('a refusal', () => {
  test('is the message’s answer, also when the reason for it has gone', async () => {
    const [{ name }, msgId] = [fresh(), randomUUID()]
    const first = await portal().call('node/deleteNode', { name }, msgId)
    expect(envelopeOf(first).content).toEqual({ code: 30000, msg: 'record not found' })
    await portal().ok(CREATE, { name, nodeType: 'Generic' })
    const replay = await portal().call('node/deleteNode', { name }, msgId)
    expect({ status: replay.status, content: contentText(replay) }).toEqual({
      status: 400,
      content: contentText(first),
    })
    expect((await portal().ok('node/desNode', { name })).node.status).toBe('NotInstalled')
  })

  test('of a message that does not validate is not kept: the sender may correct it', async () => {
    const [{ name }, msgId] = [fresh(), randomUUID()]
    expect(await portal().refusal(CREATE, { name }, msgId)).toMatchObject({ code: 20001 })
    expect((await portal().ok(CREATE, { name, nodeType: 'Generic' }, msgId)).node.name).toBe(name)
  })
})

describe('at the same moment', () => {
  test('one of many is carried out, and all get its answer', async () => {
    for (let round = 0; round < 10; round++) {
      const [content, msgId] = [fresh(), randomUUID()]
      const answers = await Promise.all(Array.from({ length: 8 }, () => portal().call(CREATE, content, msgId)))
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
      expect(new Set(answers.map(contentText)).size).toBe(1)
      expect(await countOf(content.name)).toBe(1)
    }
  })

  test('a refused message is refused to all alike', async () => {
    const msgId = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => portal().call('node/deleteNode', { name: 'never made' }, msgId)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(400))
    expect(new Set(answers.map(contentText)).size).toBe(1)
  })

  test('of two with one msg_id and other content one is carried out', async () => {
    for (let round = 0; round < 10; round++) {
      const msgId = randomUUID()
      const contents = [fresh(), fresh()]
      const answers = await Promise.all(contents.map((content) => portal().call(CREATE, content, msgId)))
      expect(answers.map((answer) => envelopeOf(answer).content.code).sort((a, b) => a - b)).toEqual([0, 20001])
    }
  })

  test('of many that make the same record one succeeds', async () => {
    for (let round = 0; round < 10; round++) {
      const content = fresh()
      const answers = await Promise.all(Array.from({ length: 8 }, () => portal().call(CREATE, content)))
      const codes = answers.map((answer) => envelopeOf(answer).content.code).sort((a, b) => a - b)
      expect(codes).toEqual([0, ...Array<number>(7).fill(30000)])
      expect(await countOf(content.name)).toBe(1)
    }
  })
})
