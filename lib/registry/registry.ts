import path from 'node:path'
import type { Logger } from 'pino'
import { retryAfter, type PasswordCheck } from '@/lib/auth/password-check'
import { isRole, mayAct } from '@/lib/auth/role'
import { isSameSecret } from '@/lib/auth/same-secret'
import type { Config } from '@/lib/config/config'
import { ConfigError } from '@/lib/config/config-error'
import { keptSecret } from '@/lib/config/secrets'
import type { Db } from '@/lib/db/db'
import { RegistryClient } from './client'
import { OciError } from './embedded/answers'
import { createEmbeddedRegistry, type EmbeddedRegistry } from './embedded/embedded-registry'
import { KeyedMutex, type Mutex } from './keyed-mutex'
import { PostgresMutex } from './postgres-mutex'
import { readAuthorities } from './tls'

/** The image registry that the console pushes to. */
export interface Registry {
  readonly client: RegistryClient
  /** `host[:port]` as image references have it. */
  readonly host: string
  /** First path part of every repository. */
  readonly project: string
  readonly embedded?: EmbeddedRegistry
  /** Held, by repository, while its tags and records change: uploads and the cleanup take turns. */
  readonly locks: Mutex
}

interface Needs {
  db: Db
  log: Logger
  /** Where edge nodes reach this console, and with it the embedded registry. */
  publicUrl: string
  /** That this console listens on. */
  port: number
  passwords: PasswordCheck
}

/** Who the console itself is to its embedded registry; no user can have a name with `$`. */
const CONSOLE_USER = '$console'

/** @throws ConfigError where REGISTRY_CA_FILE is of no use */
export async function openRegistry(config: Config, needs: Needs): Promise<Registry> {
  const { registryUrl, registryUsername: username, registryPassword: password, registryProject: project } = config
  const locks = needs.db.provider === 'postgresql' ? new PostgresMutex(config.databaseUrl) : new KeyedMutex()
  if (registryUrl === undefined) return { ...(await openEmbedded(config, needs)), project, locks }
  const credentials = username !== undefined && password !== undefined ? { username, password } : undefined
  const client = new RegistryClient({ url: registryUrl, credentials, authorities: await authoritiesOf(config) })
  return { client, host: new URL(registryUrl).host, project, locks }
}

async function authoritiesOf({ registryCaFile }: Config): Promise<string[] | undefined> {
  if (registryCaFile === undefined) return undefined
  try {
    return await readAuthorities(registryCaFile)
  } catch (cause) {
    throw new ConfigError(`REGISTRY_CA_FILE: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

async function openEmbedded(config: Config, { passwords, log, publicUrl, port }: Needs) {
  const secret = await keptSecret(config.dataDir, 'registry-password')
  const embedded = await createEmbeddedRegistry({
    dir: path.join(config.dataDir, 'registry'),
    log,
    authenticate: async (userName, password) => {
      if (userName === CONSOLE_USER) return isSameSecret(password, secret)
      const user = await passwords.find(userName, password).catch(asOciError)
      return user !== undefined && isRole(user.role) && mayAct(user.role, 'operator')
    },
  })
  const credentials = { username: CONSOLE_USER, password: secret }
  const client = new RegistryClient({ url: ownAddress(config, publicUrl, port), credentials })
  return { client, host: new URL(publicUrl).host, embedded }
}

function asOciError(error: unknown): never {
  const seconds = retryAfter(error)
  if (seconds === undefined) throw error
  const message = 'too many attempts with a wrong user name or password'
  throw new OciError('TOOMANYREQUESTS', message, { headers: { 'retry-after': seconds } })
}

/** A given PUBLIC_URL may be a proxy's, which need not be reachable from here. */
function ownAddress({ publicUrl: given, host }: Config, publicUrl: string, port: number): string {
  if (given === undefined) return publicUrl
  const isAny = host === '0.0.0.0' || host === '::'
  const name = isAny ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
