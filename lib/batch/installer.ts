import { recordActivity } from '@/lib/activity/store'
import type { App } from '@/lib/app'
import { tenantOf } from '@/lib/auth/caller'
import { cleanSecretFiles } from './ssh/secret-files'
import { CredentialVault } from './credentials'
import { failureOf, type Failure } from './failures'
import { forgetSharedKey, giveUp } from './give-up'
import { Installation } from './installation'
import { expireJoining, takeUpInterrupted } from './sweep'
import type { BatchNodeRow, BatchRow } from './store'

/** For notices that were lost, and for what comes with time. */
const LOOK_AGAIN_MS = 5000

/** What is told of a node's installation in one transaction. */
export interface Outcome {
  readonly status: 'Joining' | 'Failed' | 'Queued' | 'Cancelled'
  readonly failure?: Failure
}

/**
 * Installs the nodes of confirmed batches, a few at a time and in their order; runs in the process that leads. What
 * the records say is what counts: a row that is no longer Installing has its connection ended.
 */
export class BatchInstaller {
  readonly #running = new Map<number, Installation>()
  #vault: CredentialVault | undefined
  #timer: NodeJS.Timeout | undefined
  #unsubscribe: () => void = () => undefined
  #round: Promise<void> = Promise.resolve()
  #isPlanned = false
  #stopped = false

  constructor(readonly app: App) {}

  start(): void {
    this.#unsubscribe = this.app.changes.subscribe(({ kind }) => {
      if (kind === 'batch' || kind === 'node') this.#plan()
    })
    this.#timer = setInterval(() => this.#plan(), LOOK_AGAIN_MS)
    this.#round = this.#begin().catch((error: unknown) => this.#report(error))
    this.#plan()
  }

  /** Ends what is under way; its rows stay Installing, and whoever leads next takes them up. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#unsubscribe()
    clearInterval(this.#timer)
    for (const installation of this.#running.values()) installation.end()
    await this.#round
    await Promise.all([...this.#running.values()].map(({ done }) => done))
  }

  async #begin(): Promise<void> {
    await cleanSecretFiles(this.app.config.dataDir)
    this.#vault = await CredentialVault.open(this.app)
    await takeUpInterrupted(this.app)
  }

  /** One round at a time; however often it is asked for meanwhile, one more follows. */
  #plan(): void {
    if (this.#isPlanned || this.#stopped) return
    this.#isPlanned = true
    this.#round = this.#round
      .then(() => {
        this.#isPlanned = false
        return this.#stopped ? undefined : this.#look()
      })
      .catch((error: unknown) => this.#report(error))
  }

  async #look(): Promise<void> {
    await this.#endUnwanted()
    await expireJoining(this.app)
    for (let free = this.#free(); free > 0; free = this.#free()) {
      const rows = await this.app.db.read.batchNode.findMany({
        where: { status: 'Queued', id: { notIn: [...this.#running.keys()] } },
        orderBy: { id: 'asc' },
        take: free,
        include: { batch: true },
      })
      if (rows.length === 0 || this.#stopped) return
      for (const row of rows) await this.#claim(row, row.batch)
    }
  }

  #free(): number {
    return this.#stopped ? 0 : this.app.config.batch.concurrency - this.#running.size
  }

  /** Ends connections whose rows are cancelled, or whose nodes are being deleted. */
  async #endUnwanted(): Promise<void> {
    if (this.#running.size === 0) return
    const rows = await this.app.db.read.batchNode.findMany({
      where: { id: { in: [...this.#running.keys()] }, status: 'Installing' },
      select: { id: true, uniqueName: true, attempts: true },
    })
    const nodes = await this.app.db.read.node.findMany({
      where: { uniqueName: { in: rows.map(({ uniqueName }) => uniqueName) }, status: { not: 'Deleting' } },
      select: { uniqueName: true },
    })
    const there = new Set(nodes.map(({ uniqueName }) => uniqueName))
    const wanted = new Map(rows.map((row) => [row.id, row]))
    for (const [id, installation] of this.#running) {
      const row = wanted.get(id)
      if (!row || row.attempts !== installation.attempt) installation.end()
      else if (!there.has(row.uniqueName)) {
        await this.#conclude(installation.row, { status: 'Failed', failure: failureOf('nodeDeleted') })
        installation.end()
      }
    }
  }

  async #claim(row: BatchNodeRow, batch: BatchRow): Promise<void> {
    const { app } = this
    const node = await app.db.read.node.findUnique({ where: { uniqueName: row.uniqueName } })
    if (!node || node.status === 'Deleting') {
      await this.#conclude(row, { status: 'Failed', failure: failureOf('nodeDeleted') })
      return
    }
    const attempts = row.attempts + 1
    const data = { status: 'Installing', statusAt: new Date(), attempts }
    const claimed = await app.db.write(async (tx) => {
      const { count } = await tx.batchNode.updateMany({ where: { id: row.id, status: 'Queued' }, data })
      if (count === 0) return false
      await tx.batchOutput.deleteMany({ where: { batchNodeId: row.id } })
      await recordActivity(tx, node, [{ kind: 'node', action: 'Installing', nodeName: node.name }])
      return true
    })
    if (!claimed || !this.#vault) return
    const installation = new Installation(app, this.#vault, { ...row, ...data }, batch)
    this.#running.set(row.id, installation)
    app.changes.publish({ tenant: tenantOf(batch), kind: 'batch', ids: [batch.id], observed: true })
    void installation.done
      .then((outcome) => outcome && this.#conclude(installation.row, outcome))
      .catch((error: unknown) => this.#report(error))
      .finally(() => {
        this.#running.delete(row.id)
        this.#plan()
      })
  }

  /** Writes what came of a row, unless it was cancelled or tried again meanwhile. */
  async #conclude(row: BatchNodeRow, { status, failure }: Outcome): Promise<void> {
    const { db, changes } = this.app
    const where = { id: row.id, attempts: row.attempts, status: { in: ['Queued', 'Installing'] } }
    const told = failure ? { failure: failure.name, failureParams: JSON.stringify(failure.params) } : NO_FAILURE
    const data = {
      status,
      statusAt: new Date(),
      interruptions: 0,
      ...told,
      ...(status === 'Joining' ? { secret: '' } : {}),
    }
    const batch = await db.write(async (tx) => {
      const { count } = await tx.batchNode.updateMany({ where, data })
      if (count === 0) return undefined
      if (failure) await giveUp(tx, row, failure)
      if (status === 'Joining') await forgetSharedKey(tx, row.batchId)
      return tx.nodeBatch.findUnique({ where: { id: row.batchId } })
    })
    if (!batch) return
    const node = await db.read.node.findUnique({ where: { uniqueName: row.uniqueName }, select: { id: true } })
    const tenant = tenantOf(batch)
    if (node) changes.publish({ tenant, kind: 'node', ids: [node.id] })
    changes.publish({ tenant, kind: 'batch', ids: [batch.id], observed: true })
  }

  #report(error: unknown): void {
    this.app.log.error({ err: error }, 'the batch installer failed, and tries again')
  }
}

const NO_FAILURE = { failure: '', failureParams: '{}' }
