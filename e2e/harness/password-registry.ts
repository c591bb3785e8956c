import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { startOrStop } from '@/lib/testing/start-or-stop'
import { ServerStack } from './server-stack'

const PUSHER = 'console'
const PULLER = 'nodes'

/** A docker-registry that lets nobody in without a password: one account is the console's, the other the nodes'. */
export class PasswordRegistry {
  readonly #pushPassword = newPassword()
  #pullPassword = newPassword()
  readonly #servers = new ServerStack()
  #registry: DockerRegistry | undefined

  private constructor(readonly dir: string) {}

  /** Whoever calls it stops it. */
  static async start(): Promise<PasswordRegistry> {
    const made = new PasswordRegistry(await mkdtemp(path.join(tmpdir(), 'password-registry-')))
    return startOrStop(made, async () => {
      await made.#writeAccounts()
      const extra = `auth:\n  htpasswd:\n    realm: images\n    path: ${made.#accounts}`
      made.#registry = await made.#servers.start(DockerRegistry.start({ extra }))
      return made
    })
  }

  get url(): string {
    return this.#registry?.url ?? ''
  }

  /** For a console that is to use it. */
  get env(): Record<string, string> {
    return {
      REGISTRY_URL: this.url,
      REGISTRY_USERNAME: PUSHER,
      REGISTRY_PASSWORD: this.#pushPassword,
      REGISTRY_PULL_USERNAME: PULLER,
      REGISTRY_PULL_PASSWORD: this.#pullPassword,
    }
  }

  /** What nodes were given before is of no use from now on. */
  async changePullPassword(): Promise<void> {
    this.#pullPassword = newPassword()
    await this.#writeAccounts()
  }

  async stop(): Promise<void> {
    await this.#servers.stop()
    await rm(this.dir, { recursive: true, force: true })
  }

  get #accounts(): string {
    return path.join(this.dir, 'htpasswd')
  }

  async #writeAccounts(): Promise<void> {
    const lines = [`${PUSHER}:${bcrypt(this.#pushPassword)}`, `${PULLER}:${bcrypt(this.#pullPassword)}`]
    await writeFile(this.#accounts, `${lines.join('\n')}\n`)
  }
}

const newPassword = () => randomBytes(12).toString('hex')

/** Perl's `crypt` is the C library's, which knows bcrypt; Node has none. */
function bcrypt(password: string): string {
  const salt = `$2b$05$${randomBytes(11).toString('hex').slice(0, 21)}u`
  return execFileSync('perl', ['-e', 'print crypt($ARGV[0], $ARGV[1])', password, salt], { encoding: 'utf8' })
}
