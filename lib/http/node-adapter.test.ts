import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { sendResponse, toRequest } from './node-adapter'

type Handle = (request: Request) => Response | Promise<Response>

let server: Server
let handle: Handle
let failed: unknown[]
beforeEach(async () => {
  failed = []
  server = createServer((req, res) => {
    const gone = new AbortController()
    res.on('close', () => gone.abort())
    Promise.resolve(handle(toRequest(req, 'http://console.example.com', gone.signal)))
      .then((response) => sendResponse(response, req, res))
      .catch((error: unknown) => {
        failed.push(error)
        res.destroy()
      })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})
const port = () => (server.address() as AddressInfo).port
const url = (path = '/') => `http://127.0.0.1:${port()}${path}`

async function raw(text: string): Promise<{ socket: Socket; head: () => string }> {
  const socket = connect(port(), '127.0.0.1')
  await once(socket, 'connect')
  let received = ''
  socket.on('data', (part) => (received += part.toString('latin1')))
  socket.on('error', () => undefined) // the server may cut a connection that it did not read to the end
  socket.write(text)
  return { socket, head: () => received }
}

/** The number that a count comes to rest at: above zero, and the same for a while. */
async function whenStill(count: () => number): Promise<number> {
  let before = 0
  await vi.waitFor(
    () => {
      const now = count()
      const isStill = now > 0 && now === before
      before = now
      expect(isStill).toBe(true)
    },
    { interval: 200, timeout: 10_000 },
  )
  return before
}

describe('toRequest', () => {
  it('keeps method, path, query, headers and body', async () => {
    handle = async (request) =>
      Response.json({
        method: request.method,
        url: request.url,
        accept: request.headers.get('x-many'),
        body: await request.text(),
      })
    const { socket, head } = await raw(
      'PUT /a%20b?x=1&y=%E5%8C%97 HTTP/1.1\r\nhost: h\r\nX-Many: 1\r\nx-many: 2\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc',
    )
    await once(socket, 'close')
    expect(head()).toContain(
      '{"method":"PUT","url":"http://console.example.com/a%20b?x=1&y=%E5%8C%97","accept":"1, 2","body":"abc"}',
    )
  })

  it('has no body where none was sent, whatever the method', async () => {
    handle = (request) => Response.json({ body: request.body === null })
    for (const method of ['GET', 'DELETE', 'POST']) {
      expect(await (await fetch(url(), { method })).json(), method).toEqual({ body: true })
    }
  })

  it('streams a chunked body as it comes', async () => {
    const parts: string[] = []
    handle = async (request) => {
      for await (const part of request.body as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part).toString())
      return new Response('done')
    }
    const sent = httpRequest(url(), { method: 'POST' })
    sent.write('one')
    await eventually(() => expect(parts).toEqual(['one']))
    sent.end('two')
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    await once(response, 'end')
    expect(parts).toEqual(['one', 'two'])
  })

  it('does not read ahead of its reader', async () => {
    let release: () => void = () => undefined
    const reading = new Promise<void>((resolve) => (release = resolve))
    let size = 0
    handle = async (request) => {
      await reading
      for await (const part of request.body as AsyncIterable<Uint8Array>) size += part.byteLength
      return new Response('done')
    }
    let incoming: Socket | undefined
    server.once('connection', (socket: Socket) => (incoming = socket))
    const sent = httpRequest(url(), { method: 'POST' })
    for (let i = 0; i < 32; i++) sent.write(Buffer.alloc(1 << 20))
    const takenIn = await whenStill(() => incoming?.bytesRead ?? 0)
    expect(takenIn).toBeGreaterThan(0)
    expect(takenIn).toBeLessThan(4 << 20)
    release()
    sent.end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    await once(response, 'end')
    expect(size).toBe(32 << 20)
  })

  it('aborts when the client goes away', async () => {
    const aborted = vi.fn()
    let held: Request | undefined // its signal follows the client's going for as long as the request is in use
    handle = (request) => {
      held = request
      request.signal.addEventListener('abort', aborted)
      return new Promise<Response>(() => undefined)
    }
    const { socket } = await raw('GET / HTTP/1.1\r\nhost: h\r\n\r\n')
    await eventually(() => expect(held).toBeDefined())
    socket.destroy()
    await vi.waitFor(() => expect(aborted).toHaveBeenCalled(), { timeout: 5000 })
    expect(held?.signal.aborted).toBe(true)
  })
})

describe('sendResponse', () => {
  it('sends status, headers and each cookie by itself', async () => {
    const headers = new Headers({ 'x-test': 'yes' })
    headers.append('set-cookie', 'a=1; Path=/')
    headers.append('set-cookie', 'b=2; Path=/')
    handle = () => new Response('body', { status: 418, headers })
    const response = await fetch(url())
    expect([response.status, response.headers.get('x-test')]).toEqual([418, 'yes'])
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
    expect(await response.text()).toBe('body')
  })

  it('sends no body to HEAD, and lets go of the one there was', async () => {
    const cancel = vi.fn()
    handle = () => new Response(new ReadableStream({ cancel }), { headers: { 'content-length': '5' } })
    const response = await fetch(url(), { method: 'HEAD' })
    expect(response.headers.get('content-length')).toBe('5')
    expect(await response.text()).toBe('')
    expect(cancel).toHaveBeenCalledTimes(1)
  })

  it('closes the connection after an answer to a body that it did not read', async () => {
    handle = () => new Response('too large', { status: 413 })
    const { socket, head } = await raw(`POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 1000000\r\n\r\n`)
    await once(socket, 'close')
    expect(head()).toMatch(/^HTTP\/1.1 413 /)
    expect(head().toLowerCase()).toContain('connection: close')
    expect(head()).toContain('too large')
  })

  it('gets an early answer to a client that sends its whole body before it reads', async () => {
    handle = () => new Response('too large', { status: 413 })
    const sent = httpRequest(url(), { method: 'POST' })
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>
    for (let i = 0; i < 16; i++) sent.write(Buffer.alloc(1 << 20))
    sent.end()
    await once(sent, 'finish')
    const [response] = await answered
    expect(response.statusCode).toBe(413)
    response.resume()
    await once(response, 'end')
  })

  it('keeps the connection after an ordinary answer', async () => {
    handle = async (request) => new Response(await request.text())
    const request = 'POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\n'
    const { socket, head } = await raw(`${request}ab`)
    await eventually(() => expect(head()).toContain('ab'))
    socket.write(`${request}cd`)
    await eventually(() => expect(head()).toContain('cd'))
    socket.destroy()
  })

  it('asks for more only as the client takes it, and stops when it goes', async () => {
    let pulls = 0
    const cancel = vi.fn()
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulls++
        controller.enqueue(new Uint8Array(1 << 20))
      },
      cancel,
    })
    handle = () => new Response(body)
    const { socket } = await raw('GET / HTTP/1.1\r\nhost: h\r\n\r\n')
    socket.pause()
    const asked = await whenStill(() => pulls)
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThan(100)
    socket.destroy()
    await eventually(() => expect(cancel).toHaveBeenCalled())
    expect(failed).toHaveLength(1)
  })

  it('breaks off where the body fails, so that the client does not take it for whole', async () => {
    let pulls = 0
    handle = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull: (controller) =>
            pulls++ === 0 ? controller.enqueue(Buffer.from('half')) : controller.error(new Error('x')),
        }),
      )
    await expect(fetch(url()).then((response) => response.text())).rejects.toThrow()
    expect(failed).toHaveLength(1)
  })
})
