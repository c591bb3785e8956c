import { recordActivity } from '@/lib/activity/store'
import type { App } from '@/lib/app'
import { tenantOf } from '@/lib/auth/caller'
import type { Change } from '@/lib/events/change'
import { CredentialVault } from './credentials'
import { failureOf } from './failures'
import { Installation } from './installation'
import { conclude, type BatchedRow, type Outcome } from './outcome'
import { cleanSecretFiles } from './ssh/secret-files'
import { expireJoining, takeUpInterrupted } from './sweep'

/** For notices that were lost, and for what comes with time. */
const LOOK_AGAIN_MS = 5000

/** An installation that was begun, as far as it matters here. */
interface Begun {
  /** As of `Installation`. */
  readonly done: Promise<Outcome | undefined>
  end(): void
}

/** Begins the installation of a row that is Installing. */
export type Install = (row: BatchedRow) => Begun

interface UnderWay {
  readonly row: BatchedRow
  readonly begun: Begun
  /** Resolves when what came of it is written, or could not be. */
  readonly over: Promise<void>
}

async function overSsh(app: App): Promise<Install> {
  await cleanSecretFiles(app.config.dataDir)
  const vault = await CredentialVault.open(app)
  return (row) => new Installation(app, vault, row)
}

/**
 * Installs the nodes of confirmed batches, a few at a time; runs in the process that leads. What the records say is
 * what counts: a row that is no longer Installing has its connection ended, and one that is Installing without a
 * connection, for whatever reason, is taken up again.
 */
export class BatchInstaller {
  readonly #running = new Map<number, UnderWay>()
  #install: Install | undefined
  #timer: NodeJS.Timeout | undefined
  #unsubscribe: () => void = () => undefined
  #round: Promise<void> = Promise.resolve()
  #isPlanned = false
  #awaitsJoining = false
  #stopped = false

  constructor(
    readonly app: App,
    readonly prepare: (app: App) => Promise<Install> = overSsh,
  ) {}

  start(): void {
    this.#unsubscribe = this.app.changes.subscribe((change) => {
      if (this.#concerns(change)) this.#plan()
    })
    this.#timer = setInterval(() => this.#plan(), LOOK_AGAIN_MS)
    this.#plan()
  }

  /** Ends what is under way; its rows stay Installing, and whoever leads next takes them up. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#unsubscribe()
    clearInterval(this.#timer)
    for (const { begun } of this.#running.values()) begun.end()
    await this.#round
    await Promise.all([...this.#running.values()].map(({ over }) => over))
  }

  #concerns({ kind }: Change): boolean {
    return kind === 'batch' || (kind === 'node' && (this.#awaitsJoining || this.#running.size > 0))
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
    const { app } = this
    const install = (this.#install ??= await this.prepare(app))
    await takeUpInterrupted(app, [...this.#running.keys()])
    await this.#endUnwanted()
    this.#awaitsJoining = await expireJoining(app)
    for (let row = await this.#next(); row; row = await this.#next()) await this.#claim(row, install)
  }

  /** Of the batch with the fewest under way, so that none waits until another is done; undefined where all are busy. */
  async #next(): Promise<BatchedRow | undefined> {
    const { config, db } = this.app
    if (this.#stopped || this.#running.size >= config.batch.concurrency) return undefined
    const waiting = await db.read.batchNode.groupBy({
      by: ['batchId'],
      where: { status: 'Queued', id: { notIn: [...this.#running.keys()] } },
      _min: { id: true },
      orderBy: { _min: { id: 'asc' } },
    })
    const busy = [...this.#running.values()].map(({ row }) => row.batchId)
    const underWay = (batchId: number) => busy.filter((id) => id === batchId).length
    const [next] = waiting.sort((a, b) => underWay(a.batchId) - underWay(b.batchId))
    if (!next?._min.id) return undefined
    return (await db.read.batchNode.findUnique({ where: { id: next._min.id }, include: { batch: true } })) ?? undefined
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
    for (const [id, { row, begun }] of this.#running) {
      const isWanted = wanted.get(id)?.attempts === row.attempts
      if (isWanted && there.has(row.uniqueName)) continue
      if (isWanted) await this.#nodeDeleted(row)
      begun.end()
    }
  }

  async #claim(row: BatchedRow, install: Install): Promise<void> {
    const { app } = this
    const node = await app.db.read.node.findUnique({ where: { uniqueName: row.uniqueName } })
    if (!node || node.status === 'Deleting') {
      await this.#nodeDeleted(row)
      return
    }
    const data = { status: 'Installing', statusAt: new Date(), attempts: row.attempts + 1 }
    const claimed = await app.db.write(async (tx) => {
      const { count } = await tx.batchNode.updateMany({ where: { id: row.id, status: 'Queued' }, data })
      if (count === 0) return false
      await tx.batchOutput.deleteMany({ where: { batchNodeId: row.id } })
      await recordActivity(tx, node, [{ kind: 'node', action: 'Installing', nodeName: node.name }])
      return true
    })
    if (!claimed || this.#stopped) return
    this.#begin({ ...row, ...data }, install)
    app.changes.publish({ tenant: tenantOf(row.batch), kind: 'batch', ids: [row.batchId], observed: true })
  }

  #begin(row: BatchedRow, install: Install): void {
    const begun = install(row)
    const over = begun.done
      .then((outcome) => outcome && conclude(this.app, row, ['Installing'], outcome))
      .catch((error: unknown) => this.#report(error))
      .finally(() => {
        this.#running.delete(row.id)
        this.#plan()
      })
    this.#running.set(row.id, { row, begun, over })
  }

  #nodeDeleted(row: BatchedRow): Promise<void> {
    const failure = failureOf('nodeDeleted')
    return conclude(this.app, row, ['Queued', 'Installing'], { status: 'Failed', failure })
  }

  #report(error: unknown): void {
    this.app.log.error({ err: error }, 'the batch installer failed, and tries again')
  }
}
