import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { contentHash, deleteOldAnswers, findAnswer, keepAnswer, type Message } from './answers'

const HOUR = 3600_000
const message: Message = {
  tenant: { clusterId: 0, groupId: 0, userId: 1 },
  msgId: '584A2D50-11D1-4D60-83CE-F0CC48A45348',
  operation: 'node/createNode',
  contentHash: contentHash({ name: 'a' }),
}
const answer = { code: 0, httpStatus: 200, content: '{"code": 0}' } as const

let db: Db
beforeEach(async () => {
  db = await openScratchDb()
})
afterEach(async () => {
  vi.useRealTimers()
  await db.close()
})
const keep = (of: Message, what: Parameters<typeof keepAnswer>[2] = answer) =>
  db.write((tx) => keepAnswer(tx, of, what))
const find = (of: Message) => findAnswer(db.read, of)
const later = (ms: number) => vi.useFakeTimers({ now: Date.now() + ms, toFake: ['Date'] })

describe('contentHash', () => {
  it('does not depend on the order of fields', () => {
    expect(contentHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(contentHash({ b: { d: null, c: [1, 2] }, a: 1 }))
  })
  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: {} }, { a: [] }],
    [{ a: null }, {}],
    [{ a: 1 }, { a: 1, b: 1 }],
    [JSON.parse('{"__proto__": {"a": 1}}') as unknown, {}],
  ])('tells %j from %j', (one, two) => expect(contentHash(one)).not.toBe(contentHash(two)))

  it('refuses what is nested without end, instead of ending the stack', () => {
    const nested = (depth: number) => JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)) as unknown
    expect(contentHash(nested(90))).toMatch(/^[0-9a-f]{64}$/)
    expect(() => contentHash(nested(5000))).toThrow(expect.objectContaining({ code: 20001 }) as Error)
  })
})

describe('kept answers', () => {
  it('are found by tenant and msg_id, byte for byte', async () => {
    expect(await find(message)).toBeUndefined()
    await keep(message)
    expect(await find(message)).toEqual(answer)
    expect(await find({ ...message, msgId: message.msgId.toLowerCase() })).toEqual(answer)
    expect(await find({ ...message, tenant: { ...message.tenant, userId: 2 } })).toBeUndefined()
  })

  it('keep that it was refused', async () => {
    const refusal = { code: 30000, httpStatus: 400, content: '{"code":30000,"msg":"record not found"}' } as const
    await keep(message, refusal)
    expect(await find(message)).toEqual(refusal)
  })

  it('are not given to another operation or content', async () => {
    await keep(message)
    const reused = expect.objectContaining({
      code: 20001,
      message: expect.stringContaining('was used before') as string,
    }) as Error
    await expect(find({ ...message, operation: 'node/deleteNode' })).rejects.toEqual(reused)
    await expect(find({ ...message, contentHash: contentHash({ name: 'b' }) })).rejects.toEqual(reused)
  })

  it('last 24 hours; then the msg_id is free again', async () => {
    await keep(message)
    later(24 * HOUR - 60_000)
    expect(await find(message)).toEqual(answer)
    later(25 * HOUR)
    const other = { ...message, operation: 'node/deleteNode' }
    expect(await find(other)).toBeUndefined()
    const again = { ...answer, content: '{"code":0,"data":2}' }
    await db.write(async (tx) => {
      await findAnswer(tx, other)
      await keepAnswer(tx, other, again)
    })
    expect(await find(other)).toEqual(again)
  })

  it('are deleted when they are too old, and not before', async () => {
    await keep(message)
    expect(await db.write(deleteOldAnswers)).toBe(0)
    later(25 * HOUR)
    await keep({ ...message, msgId: '00000000-0000-4000-8000-000000000000' })
    expect(await db.read.message.count()).toBe(2)
    expect(await db.write(deleteOldAnswers)).toBe(1)
    expect(await db.read.message.count()).toBe(1)
  })
})
