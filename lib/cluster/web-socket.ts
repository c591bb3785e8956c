import type { IncomingMessage } from 'node:http'
import type https from 'node:https'
import { WebSocket } from 'ws'
import { KubeError } from './kube-error'

/** The API server's refusals are short. */
const MAX_REFUSAL_BYTES = 64 * 1024
/** No message of an API server is longer: output comes in pieces of 32 KiB. */
const MAX_MESSAGE_BYTES = 4 << 20

type Options = https.RequestOptions & { timeoutMs: number }

/** Opens a WebSocket to the API server. @throws KubeError, with the server's own words where it refused */
export function openWebSocket(url: URL, protocols: string[], { timeoutMs, ...options }: Options): Promise<WebSocket> {
  const { agent, ...request } = options
  const socket = new WebSocket(url, protocols, {
    ...request,
    ...(agent === false ? {} : { agent }),
    headers: Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name, String(value)])),
    handshakeTimeout: timeoutMs,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
  })
  // What the server sends at once must not be lost before somebody listens.
  socket.once('open', () => socket.pause())
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.on('error', (cause: Error) => {
      const why = `the cluster at ${url.host} does not answer: ${cause.message}`
      reject(new KubeError(why, 0, 'Unreachable', { cause }))
    })
    socket.once('unexpected-response', (_, answer) => {
      readRefusal(answer, url.pathname, timeoutMs).then(reject, reject)
    })
  })
}

async function readRefusal(answer: IncomingMessage, path: string, timeoutMs: number): Promise<KubeError> {
  const status = answer.statusCode ?? 0
  const timer = setTimeout(() => answer.destroy(), timeoutMs)
  let text = ''
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      text += part.toString('utf8')
      if (text.length > MAX_REFUSAL_BYTES) break
    }
  } catch {
    // Cut off: its status tells enough.
  } finally {
    clearTimeout(timer)
    answer.destroy()
  }
  return KubeError.fromAnswer(status, text, `WebSocket ${path}`)
}
