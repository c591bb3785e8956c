import type { TerminalNotice } from '@/lib/workloads/terminal-session'

export interface TerminalWish {
  appName: string
  nodeName: string
  podName?: string | undefined
  containerName?: string | undefined
  command: readonly string[]
  cols: number
  rows: number
}

interface Handlers {
  onOutput: (data: Uint8Array) => void
  onNotice: (notice: TerminalNotice) => void
  /** Once, when the connection is over. */
  onClose: () => void
}

function terminalAddress({ command, ...wish }: TerminalWish, pageUrl: string): string {
  const url = new URL('/api/deployments/exec', pageUrl)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  for (const [name, value] of Object.entries(wish)) if (value !== undefined) url.searchParams.set(name, String(value))
  for (const word of command) url.searchParams.append('command', word)
  return url.toString()
}

/** A terminal's connection to the console: output comes as bytes, what is to be known as `TerminalNotice`. */
export class TerminalConnection {
  readonly #socket: WebSocket

  constructor(wish: TerminalWish, { onOutput, onNotice, onClose }: Handlers) {
    this.#socket = new WebSocket(terminalAddress(wish, window.location.href))
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) onOutput(new Uint8Array(data))
      // The console's own words, checked where they are made.
      else if (typeof data === 'string') onNotice(JSON.parse(data) as TerminalNotice)
    })
    this.#socket.addEventListener('close', () => onClose())
  }

  type(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(new TextEncoder().encode(text))
  }

  resize(cols: number, rows: number): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    this.#socket.send(JSON.stringify({ type: 'resize', cols, rows }))
  }

  close(): void {
    this.#socket.close(1000)
  }
}
