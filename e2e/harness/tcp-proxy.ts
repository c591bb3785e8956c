import { once } from 'node:events'
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/**
 * Stands between two servers, and can do what a router does that forgot its connections: those that are open stay open,
 * and nothing goes through them any more; new ones are like any.
 */
export class TcpProxy {
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()

  private constructor(readonly targetPort: number) {
    this.#server = createServer((near) => this.#join(near))
  }

  static async start(targetPort: number): Promise<TcpProxy> {
    const made = new TcpProxy(targetPort)
    made.#server.listen(0, '127.0.0.1')
    await once(made.#server, 'listening')
    return made
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** @returns how many connections were open */
  silence(): number {
    for (const [near, far] of this.#pairs) {
      near.unpipe()
      far.unpipe()
      // Read and thrown away, so that neither side notices.
      near.resume()
      far.resume()
    }
    return this.#pairs.size
  }

  async stop(): Promise<void> {
    for (const pair of this.#pairs) pair.forEach((socket) => socket.destroy())
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(near: Socket): void {
    const far = createConnection(this.targetPort, '127.0.0.1')
    const pair = [near, far] as const
    this.#pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        this.#pairs.delete(pair)
        pair.forEach((other) => other.destroy())
      })
    }
    near.pipe(far)
    far.pipe(near)
  }
}
