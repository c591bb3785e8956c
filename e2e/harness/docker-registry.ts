import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from './free-port'
import { OwnedProcess } from './owned-process'
import { waitFor } from './wait'

/** Debian's docker-registry, which keeps its port when it is started again. */
export class DockerRegistry {
  #process: OwnedProcess | undefined

  private constructor(
    readonly dir: string,
    readonly host: string,
  ) {}

  /** Whoever calls it stops it. */
  static async start(): Promise<DockerRegistry> {
    const dir = await mkdtemp(path.join(tmpdir(), 'docker-registry-'))
    const host = `127.0.0.1:${await freePort()}`
    const storage = `storage:\n  filesystem:\n    rootdirectory: ${dir}/data\n  delete:\n    enabled: true\n`
    await writeFile(configIn(dir), `version: 0.1\nlog:\n  level: error\n${storage}http:\n  addr: ${host}\n`)
    const made = new DockerRegistry(dir, host)
    try {
      await made.run()
    } catch (error) {
      await made.stop()
      throw error
    }
    return made
  }

  get url(): string {
    return `http://${this.host}`
  }

  /** Starts it (again) and waits until it answers. */
  async run(): Promise<void> {
    const server = new OwnedProcess('docker-registry', ['serve', configIn(this.dir)], {})
    this.#process = server
    const answers = async () => {
      if (server.hasExited) throw new Error(`docker-registry ended:\n${server.tail()}`)
      return (await fetch(`${this.url}/v2/`, { signal: AbortSignal.timeout(2000) })).status === 200
    }
    await waitFor(answers, { what: 'docker-registry answers' })
  }

  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL')
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal)
  }

  async stop(): Promise<void> {
    await this.kill()
    await rm(this.dir, { recursive: true, force: true })
  }
}

const configIn = (dir: string) => path.join(dir, 'config.yml')
