import { z } from 'zod'
import type { WebSocket } from 'ws'
import type { KubeClient } from '@/lib/cluster/client'
import { PODS, resourcePath } from '@/lib/cluster/resources'
import type { FoundContainer } from './find-container'

/** The stream protocol of `pods/exec`: the first byte of each message is its channel. v5 can end the input besides. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const

interface TerminalSize {
  cols: number
  rows: number
}

/** How a command ended: with its exit code, or not at all, in the cluster's words. */
export type ExecEnd = { exitCode: number } | { failure: string }

interface Listeners {
  onOutput: (data: Buffer) => void
  /** Once, when nothing more comes. */
  onEnd: (end: ExecEnd) => void
}

const status = z.object({
  status: z.string().optional(),
  message: z.string().optional(),
  reason: z.string().optional(),
  details: z.object({ causes: z.array(z.object({ reason: z.string(), message: z.string() })).optional() }).optional(),
})

/** A command that runs in a container with a terminal around it, reached over a WebSocket to the API server. */
export class ExecChannel {
  readonly #socket: WebSocket
  #end: ExecEnd | undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  /** Listens to nothing before `start`. @throws KubeError */
  static async open(
    client: KubeClient,
    { namespace, podName, containerName }: FoundContainer,
    command: readonly string[],
  ): Promise<ExecChannel> {
    const query = new URLSearchParams({ container: containerName, stdin: 'true', stdout: 'true', tty: 'true' })
    for (const word of command) query.append('command', word)
    return new ExecChannel(await client.connect(`${resourcePath(PODS, namespace, podName)}/exec`, query, PROTOCOLS))
  }

  start({ onOutput, onEnd }: Listeners): void {
    this.#socket.on('message', (data: Buffer) => {
      const channel = data[0]
      if (channel === CHANNEL.error) this.#end ??= readStatus(data.subarray(1).toString('utf8'))
      else if ((channel === CHANNEL.stdout || channel === CHANNEL.stderr) && data.length > 1) onOutput(data.subarray(1))
    })
    this.#socket.once('close', (code) => onEnd(this.#end ?? { failure: `the stream was closed (${code})` }))
    this.#socket.resume()
  }

  /** @returns how many bytes wait to be taken by the cluster */
  write(data: Buffer, onTaken: () => void): number {
    this.#send(CHANNEL.stdin, data, onTaken)
    return this.#socket.bufferedAmount
  }

  resize({ cols, rows }: TerminalSize): void {
    this.#send(CHANNEL.resize, Buffer.from(JSON.stringify({ Width: cols, Height: rows })))
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  close(): void {
    this.#socket.close(1000)
    // A cluster that does not answer the farewell is not waited for.
    const timer = setTimeout(() => this.#socket.terminate(), 2000)
    this.#socket.once('close', () => clearTimeout(timer))
    this.#socket.resume()
  }

  #send(channel: number, data: Buffer, onTaken: () => void = () => undefined): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#socket.send(Buffer.concat([Buffer.of(channel), data]), { binary: true }, onTaken)
  }
}

/** The `Status` that a stream ends with. */
export function readStatus(text: string): ExecEnd {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { failure: text } // kubelets before v4 said it as plain text
  }
  const parsed = status.safeParse(value)
  if (!parsed.success) return { failure: text }
  const { status: outcome, reason, details, message = '' } = parsed.data
  if (outcome === 'Success') return { exitCode: 0 }
  const code = details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message
  if (reason === 'NonZeroExitCode' && code !== undefined && /^\d+$/.test(code)) return { exitCode: Number(code) }
  return { failure: message === '' ? text : message }
}
