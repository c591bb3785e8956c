import { existsSync, readFileSync, rmSync } from 'node:fs'
import { waitFor } from '@/lib/testing/wait'

/** A server that a script started in the background and whose process id it left in a file. */
export class Daemon {
  constructor(
    readonly name: string,
    readonly pidFile: string,
  ) {}

  get isRunning(): boolean {
    return existsSync(this.pidFile) && isAlive(this.#pid)
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal)
  }

  /** Kills it, and waits until it is no more. */
  async kill(): Promise<void> {
    const pid = this.#pid
    process.kill(pid, 'SIGKILL')
    await waitFor(() => Promise.resolve(!isAlive(pid)), { what: `${this.name} is no more` })
    // Whoever inherited the process may leave it unburied for a while: the script must not take it for a living one.
    rmSync(this.pidFile, { force: true })
  }

  get #pid(): number {
    return Number(readFileSync(this.pidFile, 'utf8'))
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false // there is no such process
  }
}
