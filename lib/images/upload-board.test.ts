import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadBoard, type UploadNews } from './upload-board'

const tenant = { clusterId: 0, groupId: 0, userId: 1 }
const uploadId = '584a2d50-11d1-4d60-83ce-f0cc48a45348'

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] }),
)
afterEach(() => void vi.useRealTimers())

/** The boards of two processes, the first heard by the second as long as `connected`. */
function boards() {
  const [here, there] = [new UploadBoard(), new UploadBoard()]
  const told: UploadNews[] = []
  const line = { connected: true }
  here.onNews((news) => {
    told.push(news)
    if (line.connected) there.hear(news)
  })
  return { here, there, told, line, seen: () => there.find(tenant, uploadId) }
}

describe('UploadBoard', () => {
  it('tells other processes how far an upload is, a few times a second at most', () => {
    const { here, told, seen } = boards()
    const ticket = here.begin(tenant, uploadId)
    expect(seen()).toMatchObject({ phase: 'receiving', sentBytes: 0 })
    for (let sentBytes = 1; sentBytes <= 1000; sentBytes++) {
      ticket.report({ phase: 'pushing', sentBytes })
      vi.advanceTimersByTime(10)
    }
    expect(seen()).toMatchObject({ phase: 'pushing', sentBytes: 1000 })
    expect(told.length).toBeLessThanOrEqual(21)
    ticket.report({ phase: 'done' })
    ticket.end()
    expect(seen()).toMatchObject({ phase: 'done', sentBytes: 1000 })
    vi.advanceTimersByTime(61_000)
    expect([seen(), here.find(tenant, uploadId)]).toEqual([undefined, undefined])
  })

  it('keeps telling of one that stands still, and stops when it is over', () => {
    const { here, told, seen } = boards()
    const ticket = here.begin(tenant, uploadId)
    vi.advanceTimersByTime(60_000)
    expect(seen()).toMatchObject({ phase: 'receiving' })
    expect(told.length).toBeGreaterThan(20)
    ticket.report({ phase: 'failed' })
    ticket.end()
    const before = told.length
    vi.advanceTimersByTime(30_000)
    expect(told).toHaveLength(before)
    expect(vi.getTimerCount()).toBe(1) // the one that forgets it
  })

  it('takes the upload of a process that is silent for cut off, until it is heard again', () => {
    const { here, line, seen } = boards()
    here.begin(tenant, uploadId).report({ phase: 'pushing', sentBytes: 5 })
    vi.advanceTimersByTime(1000)
    line.connected = false
    vi.advanceTimersByTime(9000)
    expect(seen()).toMatchObject({ phase: 'pushing' })
    vi.advanceTimersByTime(3000)
    expect(seen()).toMatchObject({ phase: 'failed', cutOff: true, sentBytes: 5 })
    line.connected = true
    vi.advanceTimersByTime(3000)
    expect(seen()).toMatchObject({ phase: 'pushing', sentBytes: 5 })
    expect(seen()).not.toHaveProperty('cutOff')
    line.connected = false
    vi.advanceTimersByTime(80_000)
    expect(seen()).toBeUndefined()
  })

  it('refuses an id that is in use, here or in another process', () => {
    const { here, there } = boards()
    here.begin(tenant, uploadId)
    for (const board of [here, there]) {
      expect(() => board.begin(tenant, uploadId.toUpperCase())).toThrow('x-upload-id')
    }
    expect(there.find({ ...tenant, userId: 2 }, uploadId)).toBeUndefined()
  })

  it('remembers no more than a thousand of each', () => {
    const { here, there } = boards()
    const id = (n: number) => uploadId.slice(0, -4) + String(n).padStart(4, '0')
    for (let n = 0; n <= 1000; n++) here.begin(tenant, id(n))
    for (const board of [here, there]) {
      expect(board.find(tenant, id(0))).toBeUndefined()
      expect(board.find(tenant, id(1000))).toBeDefined()
    }
  })
})
