import type { App } from '@/lib/app'
import { tenantOf, type Tenant } from '@/lib/auth/caller'
import { installScript } from '@/lib/nodes/install-script'
import { readJoinToken } from '@/lib/nodes/join-token'
import { markingLabels } from '@/lib/nodes/marks'
import { isArchType } from '@/lib/nodes/schema'
import { AppError } from '@/lib/protocol/errors'
import { batchItself, type Credentials, type CredentialVault } from './credentials'
import { failureOf } from './failures'
import * as hostKeys from './host-keys'
import type { BatchedRow, Outcome } from './outcome'
import { OutputWriter } from './output-writer'
import { lookAtHostKey, runSsh, type SshRun } from './ssh/run-ssh'
import { fingerprint } from './ssh/host-key'
import { ownerOf } from './store'

const MAX_OUTPUT = 16 * 1024
const CONNECT_TIMEOUT_MS = 20_000

/** One node's installation under way: a script that runs on its machine over SSH. */
export class Installation {
  /** Resolves when the connection has ended; undefined where it was ended from here. Rejects where the console failed. */
  readonly done: Promise<Outcome | undefined>
  readonly #ending = new AbortController()
  readonly #tenant: Tenant

  constructor(
    readonly app: App,
    readonly vault: CredentialVault,
    readonly row: BatchedRow,
  ) {
    this.#tenant = tenantOf(row.batch)
    this.done = this.#install()
  }

  end(): void {
    this.#ending.abort()
  }

  async #install(): Promise<Outcome | undefined> {
    const credentials = this.#credentials()
    if (!credentials) return { status: 'Failed', failure: failureOf('credentialsGone') }
    let made
    try {
      made = await this.#script()
    } catch (error) {
      if (this.#ending.signal.aborted) return undefined
      if (!(error instanceof AppError)) throw error
      return { status: 'Failed', failure: failureOf('scriptUnavailable', { why: error.message }) }
    }
    return this.#run(credentials, made)
  }

  #credentials(): Credentials | undefined {
    const { row, vault } = this
    const { batch } = row
    if (row.secret !== '') return vault.unseal(ownerOf(row), row.secret)
    return batch.secret === '' ? undefined : vault.unseal(batchItself(batch.id), batch.secret)
  }

  /** As it is now: the join token changes twice a day. */
  async #script(): Promise<{ script: string; token: string }> {
    const { arch, uniqueName } = this.row
    if (!isArchType(arch)) throw new Error(`the database holds an architecture that this build does not know: ${arch}`)
    const token = await readJoinToken(this.app.cluster.client, this.#ending.signal)
    return {
      script: await installScript(this.app, {
        uniqueName,
        arch,
        token,
        labels: markingLabels({ ...this.#tenant, name: this.row.name }),
      }),
      token,
    }
  }

  async #run(
    credentials: Credentials,
    { script, token }: { script: string; token: string },
  ): Promise<Outcome | undefined> {
    const { app, row } = this
    const { db, config } = app
    const known = await hostKeys.find(db.read, this.#tenant, row)
    const writer = new OutputWriter(app, this.#tenant, row)
    const run: SshRun = {
      dataDir: config.dataDir,
      target: { ip: row.ip, port: row.port, sudoer: row.sudoer },
      credentials,
      script,
      secrets: [token],
      hostKey: known?.key,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      totalTimeoutMs: config.batch.timeoutMs,
      maxOutput: MAX_OUTPUT,
      onOutput: (text) => writer.changed(text),
      signal: this.#ending.signal,
    }
    const result = await runSsh(run)
    await writer.finish(result.output)
    if (!known && result.hostKey !== undefined)
      await db.write((tx) => hostKeys.pin(tx, this.#tenant, row, result.hostKey ?? ''))
    if (this.#ending.signal.aborted) return undefined
    const changed = known && result.isHostKeyRefused ? await this.#hostKeyFailure(run, known.key) : undefined
    const failure = changed ?? result.failure
    return failure ? { status: 'Failed', failure } : { status: 'Joining' }
  }

  /** Which key there is now, kept until it is accepted. */
  async #hostKeyFailure(run: SshRun, known: string) {
    const { ip, port } = this.row
    const offered = await lookAtHostKey(run)
    if (offered === undefined || offered === known) return undefined
    await this.app.db.write((tx) => hostKeys.noteOffered(tx, this.#tenant, this.row, offered))
    return failureOf('hostKeyChanged', { ip, port, old: fingerprint(known), new: fingerprint(offered) })
  }
}
