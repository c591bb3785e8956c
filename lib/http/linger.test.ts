import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sendResponse, sendText } from './node-adapter'

let server: Server
beforeEach(async () => {
  server = createServer((req, res) => {
    if (req.url === '/text') sendText(req, res, 413, 'text/plain', 'too large')
    else void sendResponse(new Response('too large', { status: 413 }), req, res)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** Posts a body of this size and tells what came back, and whether the connection was to be kept. */
function post(path: string, bytes: number): Promise<{ status?: number; text: string; connection?: string }> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const req = request(
      { port, host: '127.0.0.1', path, method: 'POST', headers: { 'content-length': bytes } },
      (res) => {
        let text = ''
        res.setEncoding('utf8').on('data', (part: string) => (text += part))
        res.on('end', () => resolve({ status: res.statusCode, text, connection: res.headers.connection }))
      },
    )
    req.on('error', reject).end(Buffer.alloc(bytes))
  })
}

test.each(['/text', '/response'])(
  '%s: an answer before the body was read reaches who is still sending',
  async (path) => {
    for (let round = 0; round < 5; round++) {
      expect(await post(path, 30 << 20)).toEqual({ status: 413, text: 'too large', connection: 'close' })
    }
  },
)

test.each(['/text', '/response'])('%s: without a body the connection is kept', async (path) => {
  expect(await post(path, 0)).toEqual({ status: 413, text: 'too large', connection: 'keep-alive' })
})

test('does not wait for ever for a body that never comes', async () => {
  const { port } = server.address() as AddressInfo
  const req = request({ port, host: '127.0.0.1', path: '/text', method: 'POST', headers: { 'content-length': 10 } })
  req.write('half')
  const closed = once(req, 'close')
  const [res] = (await once(req, 'response')) as [IncomingMessage]
  res.resume()
  req.on('error', () => undefined) // the server ends the connection under the unfinished request
  await closed
  expect(res.statusCode).toBe(413)
}, 15_000)
