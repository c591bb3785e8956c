import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { freePort } from '@/lib/testing/free-port'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { OwnedProcess } from '@/lib/testing/owned-process'
import { Postgres } from '@/lib/testing/postgres'
import { startOrStop } from '@/lib/testing/start-or-stop'
import { waitFor } from '@/lib/testing/wait'
import { ensureJoinToken } from './kube'
import { Portal, type PortalOptions } from './portal'
import { root, serverProgram } from './program'
import { ServerStack } from './server-stack'
import { variant } from './variant'

export interface ConsoleOptions {
  env?: Readonly<Record<string, string>>
  args?: readonly string[]
  /** Of a Kubernetes API server that asks for no credentials, or of nobody. */
  clusterUrl?: string
}

/** What the variant under test adds, and how to end it. */
interface Surroundings {
  env: Record<string, string>
  stop: () => Promise<void>
}

const START_MS = 120_000

/** A console in a process of its own, with a data folder, database and port of its own. */
export class TestConsole {
  readonly jwtSecret = randomBytes(32).toString('hex')
  readonly adminPassword = `admin-${randomBytes(9).toString('base64url')}`
  #process: OwnedProcess | undefined
  #lines: string[] = []

  private constructor(
    readonly options: ConsoleOptions,
    readonly port: number,
    readonly dataDir: string,
    readonly surroundings: Surroundings,
  ) {}

  /** Starts one and waits until it serves. Whoever calls it stops it. */
  static async start(options: ConsoleOptions = {}): Promise<TestConsole> {
    const around = await surroundings()
    const dataDir = await mkdtemp(path.join(tmpdir(), 'console-'))
    const made = new TestConsole(options, await freePort(), dataDir, around)
    await startOrStop(made, async () => {
      const { clusterUrl } = options
      if (clusterUrl !== undefined) await writeFile(made.#kubeconfig, kubeConfigFor(clusterUrl).exportConfig())
      await made.run()
    })
    return made
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get host(): string {
    return `127.0.0.1:${this.port}`
  }

  /** `host:port` of the image registry. */
  get registryHost(): string {
    return this.surroundings.env.REGISTRY_URL?.replace(/^https?:\/\//, '') ?? this.host
  }

  /** Of its database, which this process may open beside it. */
  get databaseUrl(): string {
    return this.surroundings.env.DATABASE_URL ?? `file:${path.join(this.dataDir, 'console.db')}`
  }

  get pid(): number {
    const pid = this.#process?.pid
    if (pid === undefined) throw new Error('the console is not running')
    return pid
  }

  portal(who: PortalOptions): Portal {
    return new Portal(this.url, this.jwtSecret, who)
  }

  /** The cookie of a browser that has signed in, as it is sent back. */
  async signIn(userName = 'admin', password = this.adminPassword): Promise<string> {
    const body = JSON.stringify({ userName, password })
    const response = await fetch(`${this.url}/api/session`, { method: 'POST', body })
    const [cookie] = response.headers.getSetCookie()
    if (response.status !== 200 || cookie === undefined) throw new Error(`no session: ${await response.text()}`)
    return cookie.split(';')[0] ?? ''
  }

  /** How many lines with the text it has written since, also of those that are not kept. */
  countLines(text: string): () => number {
    let count = 0
    this.#process?.onLine((line) => {
      if (line.includes(text)) count++
    })
    return () => count
  }

  /** Everything that it wrote, also before it was started again. */
  get lines(): readonly string[] {
    return [...this.#lines, ...(this.#process?.lines ?? [])]
  }

  /** What it logged as an error: a server error, or background work that failed for good. */
  errors(): string[] {
    return this.lines.filter((line) => /^\{"level":"(error|fatal)"|unhandledRejection|uncaughtException/.test(line))
  }

  /** Starts it (again) on the same data and port, and waits until it serves. */
  async run(): Promise<void> {
    this.#lines = [...this.lines]
    const args = [
      ...serverProgram(),
      ...(variant.mount === 'next' ? ['--no-fast-lane'] : []),
      ...(this.options.args ?? []),
    ]
    const child = new OwnedProcess(process.execPath, args, { cwd: root, env: this.#env() })
    this.#process = child
    const isUp = async () => {
      if (child.hasExited) return { ended: true }
      const { status } = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(2000) })
      return status === 200 && { ended: false }
    }
    const { ended } = await waitFor(isUp, { what: 'the console serves', timeoutMs: START_MS }).catch(
      (error: unknown) => {
        throw new Error(`the console does not serve:\n${child.tail()}`, { cause: error })
      },
    )
    if (ended) throw new Error(`the console ended:\n${child.tail()}`)
  }

  async kill9(): Promise<void> {
    await this.#process?.end('SIGKILL')
  }

  /** Ends it in order and starts it again. */
  async restart(): Promise<void> {
    await this.#process?.end('SIGTERM')
    await this.run()
  }

  async stop(): Promise<void> {
    try {
      await this.#process?.end('SIGTERM')
    } finally {
      await this.surroundings.stop()
      await rm(this.dataDir, { recursive: true, force: true })
    }
  }

  get #kubeconfig(): string {
    return path.join(this.dataDir, 'given-kubeconfig.json')
  }

  #env(): NodeJS.ProcessEnv {
    const { clusterUrl, env } = this.options
    return {
      // Not the whole environment: a KUBECONFIG or REGISTRY_URL of the developer's must not be tested on.
      PATH: process.env.PATH,
      HOME: this.dataDir,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HOST: '127.0.0.1',
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      JWT_SECRET: this.jwtSecret,
      ADMIN_PASSWORD: this.adminPassword,
      LOG_LEVEL: 'info',
      ...this.surroundings.env,
      ...(clusterUrl === undefined ? {} : { KUBECONFIG: this.#kubeconfig, CLOUDCORE_ADDRESS: '192.0.2.10' }),
      ...env,
    }
  }
}

async function surroundings(): Promise<Surroundings> {
  if (variant.kubeconfig !== undefined) await ensureJoinToken(variant.kubeconfig)
  const servers = new ServerStack()
  return startOrStop(servers, async () => {
    const database = variant.database === 'postgresql' ? await servers.start(Postgres.start()) : undefined
    const registry = variant.registry === 'docker-registry' ? await servers.start(DockerRegistry.start()) : undefined
    const env = {
      ...(database ? { DATABASE_URL: database.url } : {}),
      ...(registry ? { REGISTRY_URL: registry.url } : {}),
      ...(variant.kubeconfig === undefined ? {} : { KUBECONFIG: variant.kubeconfig, CLOUDCORE_ADDRESS: '192.0.2.10' }),
    }
    return { env, stop: () => servers.stop() }
  })
}

/** Starts a console before the file's tests and stops it after them; that it logged an error fails the file. */
export function suiteConsole(options: ConsoleOptions & { expectedErrors?: RegExp } = {}): () => TestConsole {
  let started: TestConsole | undefined
  beforeAll(async () => {
    started = await TestConsole.start(options)
  })
  afterAll(async () => {
    await started?.stop()
    const { expectedErrors } = options
    expect(started?.errors().filter((line) => !expectedErrors?.test(line))).toEqual([])
  })
  return () => {
    if (!started) throw new Error('the console is started before the tests, not while they are collected')
    return started
  }
}
