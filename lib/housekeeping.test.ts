import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { testApp } from '@/lib/testing/app'
import { recordingLog } from '@/lib/testing/log'
import { Housekeeping } from './housekeeping'

const HOUR = 3600_000

let db: Db
let lines: Record<string, unknown>[]
let housekeeping: Housekeeping
beforeEach(async () => {
  db = await openScratchDb()
  const recording = recordingLog()
  lines = recording.lines
  housekeeping = new Housekeeping(testApp({ db, log: recording.log }))
})
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await housekeeping.stop()
  await db.close()
})

async function addOldRecords(): Promise<void> {
  const old = new Date(Date.now() - 25 * HOUR)
  const message = { clusterId: 0, groupId: 0, userId: 1, operation: 'x/y', contentHash: '', code: 0, answer: '{}' }
  await db.write(async (tx) => {
    const { id } = await tx.user.create({ data: { userName: 'anna', passwordHash: 'x' } })
    await tx.message.createMany({
      data: [
        { ...message, msgId: 'old', createdAt: old },
        { ...message, msgId: 'new' },
      ],
    })
    const session = { userId: id, expiresAt: old }
    await tx.session.createMany({
      data: [
        { ...session, tokenHash: 'old' },
        { ...session, tokenHash: 'new', expiresAt: new Date(Date.now() + HOUR) },
      ],
    })
    await tx.usedJoinTicket.createMany({
      data: [
        { nonce: 'old', expiresAt: old },
        { nonce: 'new', expiresAt: new Date(Date.now() + HOUR) },
      ],
    })
  })
}
const left = async () => ({
  messages: (await db.read.message.findMany()).map(({ msgId }) => msgId),
  sessions: (await db.read.session.findMany()).map(({ tokenHash }) => tokenHash),
  joinTickets: (await db.read.usedJoinTicket.findMany()).map(({ nonce }) => nonce),
})
const NEW = { messages: ['new'], sessions: ['new'], joinTickets: ['new'] }

it('deletes at the start what has outlived its use, and nothing else', async () => {
  await addOldRecords()
  housekeeping.start()
  await eventually(async () => expect(await left()).toEqual(NEW))
})

it('goes on every hour, also after a round that failed', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const failing = vi.spyOn(db, 'write').mockRejectedValueOnce(new Error('database away'))
  housekeeping.start()
  const messages = () => lines.map(({ msg }) => msg)
  await eventually(() => expect(messages()).toEqual(['housekeeping failed']))
  failing.mockRestore()
  await addOldRecords()
  vi.advanceTimersByTime(HOUR)
  await eventually(async () => expect(await left()).toEqual(NEW))
})

it('deletes nothing when the time of day has just jumped forward, and goes on when it stays so', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  housekeeping.start()
  const messages = () => lines.map(({ msg }) => msg)
  await eventually(() => expect(messages()).toEqual(['housekeeping']))
  const record = { clusterId: 0, groupId: 0, userId: 1, kind: 'node', action: 'Online' }
  await db.write((tx) => tx.activity.create({ data: record }))
  vi.setSystemTime(Date.now() + 100 * 24 * HOUR)
  vi.advanceTimersToNextTimer()
  await eventually(() => expect(messages()[1]).toContain('has jumped forward'))
  expect(await db.read.activity.count()).toBe(1)
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + HOUR)
  vi.advanceTimersToNextTimer()
  await eventually(async () => expect(await db.read.activity.count()).toBe(0))
})

it('stops when its round is over', async () => {
  await addOldRecords()
  housekeeping.start()
  await housekeeping.stop()
  expect(await left()).toEqual(NEW)
})
