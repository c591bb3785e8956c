import { once } from 'node:events'
import { createConnection } from 'node:net'
import type { OwnedProcess } from './owned-process'

/** Whether the program takes connections on its port; that it ended is an error, with what it said last. */
export async function isListening(program: OwnedProcess, port: number): Promise<boolean> {
  if (program.hasExited) throw new Error(`${program.command} ended:\n${program.tail()}`)
  const socket = createConnection(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } finally {
    socket.destroy()
  }
}
