import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from './api-error'
import { isFinished, isStalled, STALLED, UploadQueue, type SendUpload } from './upload-queue'

interface Job {
  name: string
  orgName: string
  report: (sentBytes: number, allSent: boolean) => void
  finish: () => void
  fail: (error: Error) => void
}

const jobs: Job[] = []
const done = vi.fn()
let queue: UploadQueue

/** Ends when the test says so, or when it is aborted. */
const send: SendUpload = ({ orgName, file }, report, signal) =>
  new Promise((resolve, reject) => {
    jobs.push({ name: file.name, orgName, report, finish: resolve, fail: reject })
    signal.addEventListener('abort', () => reject(new Error('aborted')))
  })

beforeEach(() => {
  jobs.length = 0
  done.mockReset()
  queue = new UploadQueue(send, done)
})

const file = (name: string) => new File(['0123456789'], name)
const phases = () => queue.list().map(({ phase }) => phase)

function job(index: number): Job {
  const found = jobs[index]
  if (!found) throw new Error(`job ${index} was not started`)
  return found
}

function idOf(name: string): number {
  const upload = queue.list().find((known) => known.file.name === name)
  if (!upload) throw new Error(`no upload of ${name}`)
  return upload.id
}

describe('UploadQueue', () => {
  it('sends two at once and the others after them, in order', async () => {
    queue.add('factory', [file('a'), file('b'), file('c')])
    expect(jobs.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(phases()).toEqual(['sending', 'sending', 'waiting'])
    job(1).finish()
    await vi.waitFor(() => expect(phases()).toEqual(['sending', 'done', 'sending']))
    expect(job(2)).toMatchObject({ name: 'c', orgName: 'factory' })
    expect(done).toHaveBeenCalledOnce()
  })

  it('tells what was sent, then that the console is at work', () => {
    queue.add('factory', [file('a')])
    const seen: unknown[] = []
    const stop = queue.subscribe(() => seen.push(queue.list().map(({ phase, sentBytes }) => [phase, sentBytes])[0]))
    job(0).report(4, false)
    job(0).report(10, true)
    stop()
    job(0).report(10, true)
    expect(seen).toEqual([
      ['sending', 4],
      ['pushing', 10],
    ])
  })

  it('keeps its list the same until something changes, as React asks', () => {
    queue.add('factory', [file('a')])
    expect(queue.list()).toBe(queue.list())
  })

  it('goes on after a failure, keeps the cause, and sends it again when asked to', async () => {
    queue.add('factory', [file('a'), file('b'), file('c')])
    job(0).fail(new ApiError(30003, 'the archive cannot be read', { status: 400 }))
    await vi.waitFor(() => expect(phases()).toEqual(['failed', 'sending', 'sending']))
    expect(queue.list()[0]?.error).toMatchObject({ code: 30003 })
    queue.retry(idOf('a'))
    expect(queue.list()[0]).toMatchObject({ phase: 'waiting', error: undefined, sentBytes: 0 })
    job(1).finish()
    await vi.waitFor(() => expect(phases()).toEqual(['sending', 'done', 'sending']))
    expect(jobs).toHaveLength(4)
  })

  it('cancels what is under way and what waits, and nothing else', async () => {
    queue.add('factory', [file('a'), file('b'), file('c')])
    queue.cancel(idOf('c'))
    queue.cancel(idOf('a'))
    await vi.waitFor(() => expect(phases()).toEqual(['cancelled', 'sending', 'cancelled']))
    expect(queue.list()[0]?.error).toBeUndefined()
    job(1).finish()
    await vi.waitFor(() => expect(queue.active).toBe(false))
    queue.cancel(idOf('b'))
    queue.retry(idOf('b'))
    expect(phases()).toEqual(['cancelled', 'done', 'cancelled'])
    expect(jobs).toHaveLength(2)
  })

  it('forgets only what is finished', async () => {
    queue.add('factory', [file('a'), file('b')])
    job(0).finish()
    await vi.waitFor(() => expect(queue.list().some(isFinished)).toBe(true))
    queue.clear()
    expect(queue.list().map(({ file: kept }) => kept.name)).toEqual(['b'])
    expect(queue.active).toBe(true)
  })
})

it('tells a stuck connection from another failure', () => {
  expect(isStalled(new ApiError(-1, STALLED))).toBe(true)
  expect(isStalled(new ApiError(-1, 'the connection broke'))).toBe(false)
})
