import net from 'node:net'

export interface Load {
  url: URL
  headers: Readonly<Record<string, string>>
  /** The body of the n-th request. */
  body: (n: number) => string
  clients: number
  /** Ends after this time, or after this many requests. */
  seconds?: number
  requests?: number
}

export interface LoadResult {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  requests: number
  /** Answers that were not HTTP 200. */
  errors: number
}

/**
 * POSTs over kept connections, one request at a time on each. Speaks HTTP/1.1 by hand, as Node's own client would
 * cost more than the servers that are measured.
 */
export async function load(options: Load): Promise<LoadResult> {
  const times: number[] = []
  let sent = 0
  let errors = 0
  const end = performance.now() + (options.seconds ?? 3600) * 1000
  const more = () => performance.now() < end && sent < (options.requests ?? Infinity)
  const started = performance.now()
  const client = async () => {
    const connection = await Connection.open(options.url)
    try {
      while (more()) {
        const body = options.body(sent++)
        const before = performance.now()
        const status = await connection.post(options.url.pathname, options.headers, body)
        times.push(performance.now() - before)
        if (status !== 200) errors++
      }
    } finally {
      connection.close()
    }
  }
  await Promise.all(Array.from({ length: options.clients }, client))
  const seconds = (performance.now() - started) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN
  return { requestsPerSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), requests: times.length, errors }
}

/** No answer for so long is an error. */
const ANSWER_MS = 30_000

/** One kept connection. Reads answers that have a content-length or are chunked. */
class Connection {
  #received: Buffer = Buffer.alloc(0)
  /** Why there will be no answer any more. */
  #broken: Error | undefined
  #waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined

  private constructor(
    readonly socket: net.Socket,
    readonly host: string,
  ) {
    socket.setNoDelay(true)
    socket.on('data', (part: Buffer) => {
      this.#received = this.#received.length === 0 ? part : Buffer.concat([this.#received, part])
      this.#take()
    })
    // Also while nobody waits: whoever asks next is told.
    const fail = (error: Error) => {
      this.#broken ??= error
      this.#waiting?.reject(this.#broken)
    }
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error(`no answer within ${ANSWER_MS} ms`)))
    socket.on('error', fail)
    socket.on('close', () => fail(new Error('the server closed the connection')))
  }

  static open(url: URL): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(Number(url.port), url.hostname)
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new Connection(socket, url.host))
      })
    })
  }

  post(path: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
    const lines = Object.entries({
      host: this.host,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...headers,
    })
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    return new Promise((resolve, reject) => {
      if (this.#broken) return reject(this.#broken)
      this.#waiting = { resolve, reject }
      this.socket.write(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`)
    })
  }

  close(): void {
    this.#waiting = undefined
    this.socket.destroy()
  }

  #take(): void {
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.#received.toString('latin1', 0, headEnd)
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    const end = length === undefined ? this.#chunkedEnd(headEnd + 4) : headEnd + 4 + Number(length)
    if (end < 0 || this.#received.length < end) return
    this.#received = this.#received.subarray(end)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(Number(head.slice(9, 12)))
  }

  #chunkedEnd(from: number): number {
    const last = this.#received.indexOf('0\r\n\r\n', from)
    return last < 0 ? -1 : last + 5
  }
}
