import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

const STDIN = 0
const STDOUT = 1
const ERROR = 3
const RESIZE = 4

/** A command that a test's API server "runs": what came to it, and what it says. */
export class ExecSession {
  input = ''
  readonly sizes: unknown[] = []
  #ending = false

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      if (data[0] === STDIN) this.input += data.subarray(1).toString('utf8')
      if (data[0] === RESIZE) this.sizes.push(JSON.parse(data.subarray(1).toString('utf8')))
    })
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  say(text: string | Buffer): void {
    this.socket.send(Buffer.concat([Buffer.of(STDOUT), Buffer.from(text)]))
  }

  end(status: object): void {
    if (this.#ending) return
    this.#ending = true
    this.socket.send(Buffer.concat([Buffer.of(ERROR), Buffer.from(JSON.stringify(status))]))
    this.socket.close(1000)
  }
}

/** Speaks `pods/exec` as an API server does, and knows the pods that it is given. */
export interface ExecServer {
  readonly url: string
  readonly sessions: ExecSession[]
  stop(): Promise<void>
}

export async function startExecServer(pods: readonly object[] = []): Promise<ExecServer> {
  const sessions: ExecSession[] = []
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] ?? false })
  const server = createServer((_, res) => {
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ metadata: {}, items: pods }))
  })
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (one) => void sessions.push(new ExecSession(one)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions,
    async stop() {
      for (const { socket } of sessions) socket.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
