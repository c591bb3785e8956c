import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import path from 'node:path'

const PROGRAM = path.join(import.meta.dirname, '../../scripts/clean-after.mjs')
/** Longer than the cleaner gives to what it runs. */
const CLOSE_MS = 180_000

export interface Cleaning {
  /** A command and its arguments. */
  run?: readonly string[]
  env?: Readonly<Record<string, string>>
  /** A folder that goes when the command has run. */
  remove?: string
}

/**
 * Servers that do not end with whoever started them are told to this one: where their owner is interrupted or killed
 * before it could stop them, a small process that outlives it does.
 */
export class Cleaner {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  #lastId = 0

  constructor() {
    this.#child = spawn(process.execPath, [PROGRAM], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child.unref()
    // Where it was killed, what it was to clean up is stopped by its owner alone.
    this.#child.stdin.on('error', (error) => process.stderr.write(`the cleaner is gone: ${error.message}\n`))
    for (const stream of [this.#child.stdin, this.#child.stdout]) if ('unref' in stream) (stream.unref as () => void)()
  }

  /** Returns what is to be called when its owner has cleaned up itself. */
  add(cleaning: Cleaning): () => void {
    const id = ++this.#lastId
    this.#tell({ id, ...cleaning })
    return () => this.#tell({ done: id })
  }

  /** Waits until nobody else on this machine holds the lock, and holds it until all is cleaned up. */
  async lock(name: string, timeoutMs: number): Promise<void> {
    this.#tell({ lock: name })
    try {
      await once(this.#child.stdout, 'data', { signal: AbortSignal.timeout(timeoutMs) })
    } catch (error) {
      throw new Error(`another test on this machine holds ${name} for more than ${timeoutMs} ms`, { cause: error })
    }
  }

  /** Cleans up what is left. */
  async close(): Promise<void> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(CLOSE_MS) })
    child.ref()
    child.stdin.end()
    await ended
  }

  #tell(message: object): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`)
  }
}

let shared: Cleaner | undefined

/** One for all that has no order among itself. */
export function sharedCleaner(): Cleaner {
  return (shared ??= new Cleaner())
}
