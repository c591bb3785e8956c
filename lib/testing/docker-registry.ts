import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from './free-port'
import { isListening } from './listening'
import { OwnedProcess } from './owned-process'
import { startOrStop } from './start-or-stop'
import { waitFor } from './wait'

interface Options {
  /** Files of its certificate and key: it then speaks TLS. */
  tls?: { certificate: string; key: string }
  /** Its registry answers 405 to every deletion. */
  deleteDisabled?: boolean
  /** More of its YAML, e.g. `auth`. */
  extra?: string
}

/** Debian's docker-registry, which keeps its port when it is started again. */
export class DockerRegistry {
  #process: OwnedProcess | undefined

  private constructor(
    readonly dir: string,
    readonly port: number,
    readonly options: Options,
  ) {}

  /** Whoever calls it stops it. */
  static async start(options: Options = {}): Promise<DockerRegistry> {
    const dir = await mkdtemp(path.join(tmpdir(), 'docker-registry-'))
    const made = new DockerRegistry(dir, await freePort(), options)
    await startOrStop(made, () => made.run())
    return made
  }

  get host(): string {
    return `127.0.0.1:${this.port}`
  }

  get url(): string {
    return `${this.options.tls ? 'https' : 'http'}://${this.host}`
  }

  /** Starts it (again) and waits until it takes connections. */
  async run(): Promise<void> {
    const file = path.join(this.dir, 'config.yml')
    await writeFile(file, this.#yaml())
    const server = new OwnedProcess('docker-registry', ['serve', file], {})
    this.#process = server
    await waitFor(() => isListening(server, this.port), { what: 'docker-registry takes connections' })
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

  #yaml(): string {
    const { tls, deleteDisabled, extra = '' } = this.options
    return [
      'version: 0.1',
      'log:\n  level: error',
      `storage:\n  filesystem:\n    rootdirectory: ${this.dir}/data`,
      `  delete:\n    enabled: ${deleteDisabled !== true}`,
      `http:\n  addr: ${this.host}`,
      ...(tls ? [`  tls:\n    certificate: ${tls.certificate}\n    key: ${tls.key}`] : []),
      extra,
    ].join('\n')
  }
}
