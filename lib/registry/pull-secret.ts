import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Informer } from '@/lib/cluster/informer'
import type { Cluster } from '@/lib/cluster/cluster'
import type { SecretObject } from '@/lib/cluster/kinds'
import { hasReason, KubeError } from '@/lib/cluster/kube-error'
import { SECRETS } from '@/lib/cluster/resources'
import { PULL_SECRET_NAME } from '@/lib/cluster/rights'
import type { Credentials } from './auth'

const TYPE = 'kubernetes.io/dockerconfigjson'
const KEY = '.dockerconfigjson'
/** Whose it is: two consoles in one namespace must not overwrite each other's for ever. */
const INSTALLATION = 'apulisedge/installation'
/** An API server that is out of reach, or has not given the right yet, is asked again after this. */
const RETRY_MS = 5000

interface Options {
  cluster: Pick<Cluster, 'client' | 'namespace'>
  log: Logger
  installation: string
  /** `host[:port]` of the registry. */
  host: string
  /** Undefined: nodes need nothing to pull, and a secret of before goes. */
  credentials: Credentials | undefined
}

/** Keeps the secret with which nodes pull as it must be, whoever deletes or edits it. */
export class PullSecret {
  readonly #options: Options
  readonly #informer: Informer<SecretObject>
  readonly #stopping = new AbortController()
  readonly #tried: Promise<void>
  #markTried: () => void = () => undefined
  #wake: () => void = () => undefined
  #hasNews = true
  #running: Promise<void> | undefined
  #complaint = ''

  constructor(options: Options) {
    this.#options = options
    const { cluster, log } = options
    this.#tried = new Promise((resolve) => (this.#markTried = resolve))
    this.#informer = new Informer({
      client: cluster.client,
      resource: SECRETS,
      selection: { namespace: cluster.namespace, fieldSelector: `metadata.name=${PULL_SECRET_NAME}` },
      log,
      onChange: () => this.#look(),
    })
  }

  start(): void {
    this.#running ??= this.#options.credentials ? this.#keep() : this.#repeat(() => this.#remove())
    if (!this.#options.credentials) this.#markTried()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#wake()
    await Promise.all([this.#informer.stop(), this.#running])
  }

  /** When the secret is there for workloads that name it, or the cluster has said that it must not be. */
  whenTried(): Promise<void> {
    return this.#tried
  }

  #look(): void {
    this.#hasNews = true
    this.#wake()
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stopping
    this.#informer.start()
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    // Where the right to watch is missing the secret is written all the same.
    await Promise.race([this.#informer.whenSynced(), stopped, delay(RETRY_MS, undefined, { ref: false })])
    while (!signal.aborted) {
      this.#hasNews = false
      await this.#repeat(() => this.#ensure())
      this.#markTried()
      if (!this.#hasNews && !signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** Until it goes well. */
  async #repeat(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof KubeError)) throw error
        if (signal.aborted) return
        this.#complain(error)
        if (!error.unreachable) this.#markTried() // the cluster understood and said no: workloads do not wait for it
      }
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined) // aborted: the loop ends
    }
  }

  /** Once for each cause, however often it is tried again. */
  #complain(error: KubeError): void {
    const { credentials, log } = this.#options
    const complaint = `${error.status} ${error.reason}`
    if (complaint === this.#complaint) return
    this.#complaint = complaint
    const what = credentials
      ? 'the secret with which nodes pull cannot be kept'
      : 'no secret for pulls could be removed'
    if (credentials) log.warn({ err: error, secret: PULL_SECRET_NAME }, what)
    else log.debug({ err: error, secret: PULL_SECRET_NAME }, what)
  }

  async #ensure(): Promise<void> {
    const { client } = this.#options.cluster
    const wanted = this.#wanted()
    const present = await this.#read()
    if (!present) {
      await client.create(SECRETS, wanted, this.#stopping.signal)
      this.#options.log.info({ secret: PULL_SECRET_NAME }, 'made the secret with which nodes pull')
    } else if (this.#isForeign(present)) {
      this.#options.log.warn(
        { secret: PULL_SECRET_NAME },
        'the secret with which nodes pull is that of another console',
      )
    } else if (!isSame(present, wanted)) {
      await this.#overwrite(wanted, present)
      this.#options.log.info({ secret: PULL_SECRET_NAME }, 'brought the secret with which nodes pull up to date')
    }
    this.#complaint = ''
  }

  async #read(): Promise<SecretObject | undefined> {
    const { client, namespace } = this.#options.cluster
    try {
      return await client.get(SECRETS, { name: PULL_SECRET_NAME, namespace }, this.#stopping.signal)
    } catch (error) {
      if (hasReason(error, 'NotFound')) return undefined
      throw error
    }
  }

  /** A secret's type never changes, nor does one that was marked immutable: then it is made anew. */
  async #overwrite(wanted: SecretObject, present: SecretObject): Promise<void> {
    const { client, namespace } = this.#options.cluster
    const { signal } = this.#stopping
    if (present.type === TYPE && present.immutable !== true) {
      await client.replace(SECRETS, wanted, signal)
      return
    }
    await client.delete(SECRETS, { name: PULL_SECRET_NAME, namespace }, signal)
    await client.create(SECRETS, wanted, signal)
  }

  async #remove(): Promise<void> {
    const { client, namespace } = this.#options.cluster
    const present = await this.#read()
    if (present?.metadata.labels?.[INSTALLATION] !== this.#options.installation) return
    await client.delete(SECRETS, { name: PULL_SECRET_NAME, namespace }, this.#stopping.signal)
    this.#options.log.info({ secret: PULL_SECRET_NAME }, 'removed the secret for pulls, as none is configured any more')
  }

  #isForeign({ metadata }: SecretObject): boolean {
    const owner = metadata.labels?.[INSTALLATION]
    return owner !== undefined && owner !== this.#options.installation
  }

  #wanted(): SecretObject {
    const { host, credentials, installation, cluster } = this.#options
    const { username = '', password = '' } = credentials ?? {}
    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    const content = JSON.stringify({ auths: { [host]: { username, password, auth } } })
    const labels = { 'app.kubernetes.io/managed-by': 'apulisedge-console', [INSTALLATION]: installation }
    return {
      apiVersion: SECRETS.apiVersion,
      kind: SECRETS.kind,
      metadata: { name: PULL_SECRET_NAME, namespace: cluster.namespace, labels },
      type: TYPE,
      data: { [KEY]: Buffer.from(content).toString('base64') },
    }
  }
}

function isSame(present: SecretObject, wanted: SecretObject): boolean {
  const labels = Object.entries(wanted.metadata.labels ?? {})
  return (
    present.type === wanted.type &&
    present.data?.[KEY] === wanted.data?.[KEY] &&
    labels.every(([name, value]) => present.metadata.labels?.[name] === value)
  )
}
