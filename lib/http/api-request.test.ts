import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { fromNode, fromWeb, type ApiRequest } from './api-request'

interface Seen {
  method: string
  pathname: string
  accept: string | null
  missing: string | null
  body: string
}

async function look(request: ApiRequest, maxBytes: number): Promise<Seen> {
  return {
    method: request.method,
    pathname: request.pathname,
    accept: request.headers.get('accept'),
    missing: request.headers.get('x-missing'),
    body: (await request.body(maxBytes)).toString('utf8'),
  }
}

describe('a request to the API', () => {
  let server: Server
  let seen: (Seen | { error: unknown })[]
  beforeEach(async () => {
    seen = []
    server = createServer((req, res) => {
      look(fromNode(req, res, 'http://h'), 100)
        .then(
          (result) => seen.push(result),
          (error: unknown) => seen.push({ error }),
        )
        .finally(() => res.end('ok'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const port = () => (server.address() as AddressInfo).port
  const post = (body: string) =>
    fetch(`http://127.0.0.1:${port()}/a/b?c=d`, { method: 'POST', body, headers: { accept: 'x/y' } })

  it('is the same over Node’s and over fetch’s', async () => {
    const expected = { method: 'POST', pathname: '/a/b', accept: 'x/y', missing: null, body: '{"名":1}' }
    await post('{"名":1}')
    expect(seen).toEqual([expected])
    const headers = { accept: 'x/y' }
    const request = new Request('http://h/a/b?c=d', { method: 'POST', body: '{"名":1}', headers })
    expect(await look(fromWeb(request), 100)).toEqual(expected)
  })

  it('reads as much as is allowed and no more, whether a length is sent or not', async () => {
    const tooLarge = { error: expect.objectContaining({ code: 20001, httpStatus: 413 }) as unknown }
    await post('x'.repeat(100))
    await post('x'.repeat(101))
    const chunked = connect(port(), '127.0.0.1').on('error', () => undefined)
    chunked.write(`POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n65\r\n${'x'.repeat(101)}\r\n`)
    await eventually(() => expect(seen).toHaveLength(3))
    chunked.destroy()
    expect(seen.slice(1)).toEqual([tooLarge, tooLarge])
  })

  it('tells a client that goes away half way from a failure of ours', async () => {
    const socket = connect(port(), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 50\r\n\r\nhalf')
    await once(server, 'request')
    socket.destroy()
    await eventually(() => expect(seen).toMatchObject([{ error: { code: 20001, data: { reason: 'uploadCutOff' } } }]))
  })
})
