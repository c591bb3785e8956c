import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'

export interface Received {
  /** `<module>/<operation>`, or the whole path of what is not an operation. */
  path: string
  method: string
  msgId: string
  content: unknown
}

/** What to answer: the envelope's content, with the HTTP status of its code. */
export interface Answer {
  status?: number
  code?: number
  msg?: string
  data?: unknown
  /** Sent as it is, instead of an envelope. */
  raw?: string
}

export interface PortalServer {
  origin: string
  received: Received[]
  close: () => Promise<void>
}

const OPERATIONS = '/apulisEdge/api/'

/** An HTTP server of this test's own, whose origin the page of the test gets; `answer` decides what it says. */
export async function startPortalServer(
  answer: (request: Received) => Answer | Promise<Answer>,
): Promise<PortalServer> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const handle = async () => {
      const message = await readRequest(request)
      received.push(message)
      const { status = 200, code = 0, msg = 'OK', data, raw } = await answer(message)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(raw ?? JSON.stringify({ content: { code, msg, data } }))
    }
    handle().catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  const origin = `http://127.0.0.1:${address.port}`
  setPageUrl(`${origin}/`)
  return {
    origin,
    received,
    close: async () => {
      await pageControl().abort()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface PageControl {
  setURL: (url: string) => void
  /** Ends requests that are under way. */
  abort: () => Promise<void>
}

function pageControl(): PageControl {
  const { happyDOM } = window as Window & { happyDOM?: PageControl }
  if (!happyDOM) throw new Error('this runs in happy-dom only')
  return happyDOM
}

/** Where the page of the test is. */
export function setPageUrl(url: string): void {
  pageControl().setURL(url)
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const url = request.url ?? ''
  const { header, content } =
    body === '' ? {} : (JSON.parse(body) as { header?: { msg_id?: string }; content?: unknown })
  return {
    path: url.startsWith(OPERATIONS) ? url.slice(OPERATIONS.length) : url,
    method: request.method ?? '',
    msgId: header?.msg_id ?? '',
    content,
  }
}
