import { describe, expect, it, vi } from 'vitest'
import { readBody } from './body'

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://h/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

/** Bytes without end, that count how often more was asked for. */
function endless() {
  const cancelled = vi.fn()
  let pulls = 0
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      pulls++
      controller.enqueue(new Uint8Array(1000))
    },
    cancel: cancelled,
  })
  return { stream, cancelled, pulls: () => pulls }
}

describe('readBody', () => {
  it('reads the bytes as they were sent', async () => {
    expect((await readBody(post('{"名":"é"}'), 100)).toString('utf8')).toBe('{"名":"é"}')
    expect(await readBody(post(null), 100)).toHaveLength(0)
  })

  it('takes exactly as much as is allowed', async () => {
    expect(await readBody(post('x'.repeat(100)), 100)).toHaveLength(100)
    await expect(readBody(post('x'.repeat(101)), 100)).rejects.toMatchObject({ code: 20001, httpStatus: 413 })
  })

  it('believes a length that says it is too large, without reading', async () => {
    const { stream, pulls } = endless()
    await expect(readBody(post(stream, { 'content-length': '101' }), 100)).rejects.toMatchObject({ httpStatus: 413 })
    expect(pulls()).toBeLessThanOrEqual(1)
  })

  it('does not believe a length that says too little, and leaves the rest unread', async () => {
    const { stream, cancelled, pulls } = endless()
    await expect(readBody(post(stream, { 'content-length': '5' }), 2500)).rejects.toMatchObject({ httpStatus: 413 })
    expect(cancelled).not.toHaveBeenCalled() // that would close the connection before the answer is sent
    expect(pulls()).toBeLessThan(6)
  })

  it('tells a client that goes away half way from a failure of ours', async () => {
    const gone = new AbortController()
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        gone.abort()
        controller.error(new Error('aborted'))
      },
    })
    const request = new Request('http://h/', {
      method: 'POST',
      body: broken,
      signal: gone.signal,
      duplex: 'half',
    } as RequestInit)
    await expect(readBody(request, 100)).rejects.toMatchObject({ code: 20001, data: { reason: 'uploadCutOff' } })
  })

  it('fails where the sender breaks off', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) })
    await expect(readBody(post(broken), 100)).rejects.toThrow('gone')
  })
})
