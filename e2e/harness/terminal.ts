import { WebSocket } from 'ws'
import type { TerminalNotice } from '@/lib/workloads/terminal-session'

const LIMIT_MS = 30_000

interface TerminalOptions {
  query: Record<string, string | readonly string[]>
  headers?: Record<string, string>
}

/** A terminal as a program opens it, at `/api/deployments/exec`. */
export class TestTerminal {
  output = ''
  readonly notices: TerminalNotice[] = []

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.output += data.toString('utf8')
      else this.notices.push(JSON.parse(data.toString('utf8')) as TerminalNotice)
    })
  }

  /** @throws Error with status and body of the answer, where the upgrade is refused */
  static open(consoleUrl: string, { query, headers = {} }: TerminalOptions): Promise<TestTerminal> {
    const url = new URL('/api/deployments/exec', consoleUrl.replace(/^http/, 'ws'))
    for (const [name, value] of Object.entries(query)) {
      for (const one of typeof value === 'string' ? [value] : value) url.searchParams.append(name, one)
    }
    const socket = new WebSocket(url, { headers, handshakeTimeout: LIMIT_MS })
    const terminal = new TestTerminal(socket)
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(terminal))
      socket.on('error', reject)
      socket.once('unexpected-response', (_, answer) => {
        let body = ''
        answer.on('data', (part: Buffer) => (body += part.toString('utf8')))
        answer.once('end', () => reject(new Error(`${answer.statusCode} ${body}`)))
      })
    })
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text), { binary: true })
  }

  resize(cols: number, rows: number): void {
    this.socket.send(JSON.stringify({ type: 'resize', cols, rows }))
  }

  /** The last notice, once the console has closed the terminal. */
  async ended(): Promise<TerminalNotice | undefined> {
    if (this.socket.readyState !== WebSocket.CLOSED) {
      const late = AbortSignal.timeout(LIMIT_MS)
      await new Promise<void>((resolve, reject) => {
        this.socket.once('close', () => resolve())
        late.addEventListener('abort', () => reject(new Error(`still open; ${JSON.stringify(this.notices)}`)))
      })
    }
    return this.notices.at(-1)
  }

  close(): void {
    this.socket.close()
  }
}
