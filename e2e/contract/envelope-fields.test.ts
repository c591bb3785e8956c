import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { envelopeOf } from '../harness/answer'
import { suiteConsole } from '../harness/console'
import { message } from '../harness/portal'

const theConsole = suiteConsole()
const portal = () => theConsole().portal({ uid: 1 })
const PATH = 'node/listType'

type Parts = Record<'header' | 'route', Record<string, unknown>> & { content: unknown }

/** Sends a message that differs from a valid one in one place. */
async function send(change: (message: Parts) => void) {
  const sent: Parts = structuredClone(message({}))
  change(sent)
  const answer = await portal().send(PATH, JSON.stringify(sent))
  return { status: answer.status, sent, ...envelopeOf(answer) }
}

const notText = [7, true, null, [], {}]
const bad: [string, readonly unknown[]][] = [
  [
    'header.msg_id',
    [...notText, '', 'not-a-uuid', '584a2d5011d14d6083cef0cc48a45348', `${randomUUID()}0`, ` ${randomUUID()}`],
  ],
  ['header.timestamp', ['1550107087319', 0, -1, 1.5, null, true, [], {}, 1e300]],
  ['header.parent_msg_id', [7, true, null, [], {}]],
  ['header.sync', ['true', 1, null, [], {}]],
  ['header.resourceversion', [7, null, [], {}]],
  ['route.source', [...notText, '']],
  ['route.operation', [...notText, '']],
  ['route.group', [7, null, [], {}]],
  ['route.resource', [7, null, [], {}]],
]

const badCases = bad.flatMap(([field, values]) =>
  values.map((value) => ({ field, value, shown: JSON.stringify(value) })),
)

test.each(badCases)('refuses $field = $shown and names it', async ({ field, value }) => {
  const [part, name] = field.split('.') as ['header' | 'route', string]
  const { status, content } = await send((sent) => (sent[part][name] = value))
  expect({ status, code: content.code }).toEqual({ status: 400, code: 20001 })
  expect(content.msg).toContain(`${field}: `)
})

test.each(['header.msg_id', 'header.timestamp', 'route.source', 'route.operation'])(
  'refuses a message without %s',
  async (field) => {
    const [part, name] = field.split('.') as ['header' | 'route', string]
    const { status, content } = await send((sent) => delete sent[part][name])
    expect({ status, code: content.code }).toEqual({ status: 400, code: 20001 })
    expect(content.msg).toContain(`${field}: `)
  },
)

describe.each(['header', 'route', 'content'] as const)('%s', (part) => {
  test.each([null, 7, 'text', [], true])('refuses %j', async (value) => {
    const { status, content } = await send((sent) => Object.assign(sent, { [part]: value }))
    expect({ status, code: content.code }).toEqual({ status: 400, code: 20001 })
    expect(content.msg).toContain(`${part}: `)
  })

  test('is required', async () => {
    const { status, content } = await send((sent) => Reflect.deleteProperty(sent, part))
    expect({ status, code: content.code }).toEqual({ status: 400, code: 20001 })
    expect(content.msg).toContain(`${part}: `)
  })
})

test('names every wrong field at once', async () => {
  const { content } = await send((sent) => {
    sent.header.msg_id = 'x'
    sent.header.timestamp = 'now'
    sent.route.source = ''
    delete sent.route.operation
  })
  for (const field of ['header.msg_id', 'header.timestamp', 'route.source', 'route.operation']) {
    expect(content.msg).toContain(`${field}: `)
  }
})

test('answers to the msg_id of a message that is wrong elsewhere', async () => {
  const { sent, header } = await send((wrong) => (wrong.route.source = 7))
  expect(header.parent_msg_id).toBe(sent.header.msg_id)
})

test.each([
  ['a parent_msg_id', (sent: Parts) => (sent.header.parent_msg_id = randomUUID())],
  ['no parent_msg_id', (sent: Parts) => delete sent.header.parent_msg_id],
  ['resourceversion and sync', (sent: Parts) => Object.assign(sent.header, { resourceversion: '12', sync: true })],
  ['a UUID in capitals', (sent: Parts) => (sent.header.msg_id = randomUUID().toUpperCase())],
  ['a UUID of version 1', (sent: Parts) => (sent.header.msg_id = 'c232ab00-9414-11ec-b3c8-9f6bdeced846')],
  ['an old timestamp', (sent: Parts) => (sent.header.timestamp = 1)],
  ['an operation of any name', (sent: Parts) => (sent.route.operation = 'whatever')],
  ['a source of any name', (sent: Parts) => (sent.route.source = '门户')],
  ['unknown fields', (sent: Parts) => Object.assign(sent, { extra: 1, header: { ...sent.header, extra: [] } })],
  ['unknown content', (sent: Parts) => (sent.content = { extra: { deep: true } })],
])('takes a message with %s', async (_, change) => {
  const { status, sent, header, content } = await send(change)
  expect({ status, code: content.code }).toEqual({ status: 200, code: 0 })
  expect(header.parent_msg_id).toBe(sent.header.msg_id)
})
