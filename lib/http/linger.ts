import type { IncomingMessage } from 'node:http'

const LINGER_MS = 5000

/**
 * Takes in and throws away what the client still sends while it is answered, for a bounded time. A connection that is
 * closed with bytes unread is reset, and the client may lose the answer: RFC 9112 section 9.6.
 */
export function discardRest(req: IncomingMessage): Promise<void> {
  if (req.complete || req.destroyed) return Promise.resolve()
  req.removeAllListeners('data')
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    req.once('end', done).once('close', done).resume()
  })
}
