import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { createInterface } from 'node:readline'
import { sharedCleaner } from './cleaner'

const KEPT_LINES = 20_000

/** A program that a test started: its output is kept, and its owner ends it; it does not outlive this process. */
export class OwnedProcess {
  readonly lines: string[] = []
  readonly #listeners: ((line: string) => void)[] = []
  readonly #child: ChildProcess
  readonly #exited: Promise<void>

  constructor(
    readonly command: string,
    args: readonly string[],
    options: SpawnOptions,
  ) {
    this.#child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#keep(line))
    }
    const { pid } = this.#child
    const ended = pid === undefined ? undefined : sharedCleaner().add({ run: ['kill', '-9', String(pid)] })
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', () => ended?.())
      this.#child.once('close', () => resolve())
      this.#child.once('error', (error) => {
        this.#keep(error.message)
        resolve()
      })
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get hasExited(): boolean {
    return this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  get exitCode(): number | null {
    return this.#child.exitCode
  }

  /** Tells of each line from now on, of which only the last ones are kept. */
  onLine(listener: (line: string) => void): void {
    this.#listeners.push(listener)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Sends the signal and waits for the end; one that does not end in time is killed, and that is an error. */
  async end(signal: NodeJS.Signals, timeoutMs = 30_000): Promise<void> {
    if (!this.hasExited) this.#child.kill(signal)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), timeoutMs)))
    const outcome = await Promise.race([this.#exited, late])
    clearTimeout(timer)
    if (outcome !== 'late') return
    this.#child.kill('SIGKILL')
    await this.#exited
    throw new Error(`${this.command} did not end within ${timeoutMs} ms of ${signal}:\n${this.tail()}`)
  }

  tail(count = 30): string {
    return this.lines.slice(-count).join('\n')
  }

  #keep(line: string): void {
    this.lines.push(line)
    for (const listener of this.#listeners) listener(line)
    if (this.lines.length > KEPT_LINES) this.lines.shift()
  }
}
