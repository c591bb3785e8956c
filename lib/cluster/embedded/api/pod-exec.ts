import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
/** Of the stream protocol of `pods/exec`: the channel that tells how it ended. */
const ERROR_CHANNEL = 3

const sockets = new WebSocketServer({
  noServer: true,
  handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
})

/** Takes up the stream and ends it: there is no process to run beside. Worded as the kubelet words its failures. */
export function refuseExec(request: IncomingMessage, socket: Duplex, head: Buffer, nodeName: string): void {
  sockets.handleUpgrade(request, socket, head, (stream) => {
    const status = {
      metadata: {},
      status: 'Failure',
      message: `Internal error occurred: error executing command in container: node ${nodeName} is virtual and runs no processes`,
      reason: 'InternalError',
      code: 500,
    }
    stream.on('error', () => stream.terminate())
    stream.send(Buffer.concat([Buffer.of(ERROR_CHANNEL), Buffer.from(JSON.stringify(status))]))
    stream.close(1000)
  })
}
