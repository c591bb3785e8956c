import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createEmbeddedRegistry } from '@/lib/registry/embedded/embedded-registry'
import { serve, TEST_USER, type TestServer } from '@/lib/registry/testing/servers'
import { silentLog } from '@/lib/testing/log'

/** A registry of the test's own process, whose answers to some requests wait until the test lets them go. */
export class HeldRegistry {
  /** Of those that wait, `PUT /v2/…`. */
  readonly held: string[] = []
  #matches: RegExp | undefined
  #letGo: () => void = () => undefined
  #open: Promise<void> = Promise.resolve()

  private constructor(
    readonly dir: string,
    private readonly server: TestServer,
  ) {}

  /** Whoever calls it stops it. */
  static async start(): Promise<HeldRegistry> {
    const dir = await mkdtemp(path.join(tmpdir(), 'held-registry-'))
    const authenticate = (userName: string, password: string) =>
      Promise.resolve(userName === TEST_USER.username && password === TEST_USER.password)
    const registry = await createEmbeddedRegistry({ dir, log: silentLog, authenticate })
    const starting: { made?: HeldRegistry } = {}
    const server = await serve(async (request) => {
      await starting.made?.pass(request)
      return registry.handle(request)
    })
    return (starting.made = new HeldRegistry(dir, server))
  }

  /** For a console that is to use it. */
  get env(): Record<string, string> {
    const { username, password } = TEST_USER
    return { REGISTRY_URL: this.server.url, REGISTRY_USERNAME: username, REGISTRY_PASSWORD: password }
  }

  /** From now on what matches, e.g. `/^PUT .*blobs/`, waits. */
  hold(matches: RegExp): void {
    this.#matches = matches
    this.#open = new Promise((resolve) => (this.#letGo = resolve))
  }

  release(): void {
    this.#matches = undefined
    this.held.length = 0
    this.#letGo()
  }

  async stop(): Promise<void> {
    this.release()
    await this.server.stop()
    await rm(this.dir, { recursive: true, force: true })
  }

  private async pass({ method, url }: Request): Promise<void> {
    const what = `${method} ${new URL(url).pathname}`
    if (this.#matches?.test(what) !== true) return
    this.held.push(what)
    await this.#open
  }
}
