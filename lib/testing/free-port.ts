import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** A port of 127.0.0.1 that nobody has now, for a program that must keep its port when it is started again. */
export function freePort(): Promise<number> {
  return tryPort(0)
}

/** The first of two free ports in a row. */
export async function twoFreePorts(): Promise<number> {
  for (let last: unknown, tries = 0; ; tries++) {
    const first = await freePort()
    try {
      await tryPort(first + 1)
      return first
    } catch (error) {
      last = error
    }
    if (tries > 50) throw new Error('no two free ports in a row', { cause: last })
  }
}

async function tryPort(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
