import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import { tenantSchema } from '@/lib/auth/tenant-schema'
import { uploadProgress } from '@/lib/images/schema'
import type { UploadBoard, UploadNews } from '@/lib/images/upload-board'
import { CHANGE_KINDS, type Change } from './change'
import type { ChangeFeed } from './change-feed'

const CHANNEL = 'apulisedge_changes'
/** PostgreSQL takes up to 8000 bytes in a notice; an id has up to ten digits and a comma. */
const MAX_IDS = 500
/** Of an upload's images more would not fit; how far it is, is told all the same. */
const MAX_IMAGES_CHARS = 6000
/** Changes within this time are told together. */
const GATHER_MS = 20
const CONNECT_TIMEOUT_MS = 5000
const QUERY_TIMEOUT_MS = 5000
/** A database that vanished is found out this soon, and not after the kernel's two hours. */
const KEEP_ALIVE_MS = 10_000
const RETRY_MS = 1000

const notice = z.object({
  /** The process that tells it. */
  from: z.string(),
  upload: z.object({ tenant: tenantSchema, uploadId: z.string(), progress: uploadProgress }).optional(),
  /** Where both are absent that process could not tell for a while what it changed. */
  change: z
    .object({
      tenant: tenantSchema,
      kind: z.enum(CHANGE_KINDS),
      ids: z.array(z.int()),
      observed: z.literal(true).optional(),
    })
    .optional(),
})
type Notice = z.infer<typeof notice>

interface Options {
  url: string
  feed: ChangeFeed
  uploads: UploadBoard
  log: Logger
  /** Unlike that of any other process. */
  identity: string
}

/**
 * Carries the change feed, and how far uploads are, between the processes on one PostgreSQL, by LISTEN and NOTIFY.
 * Notices are lost while there is no connection: when there is one again, this and all other processes are told that
 * they missed something.
 */
export class PostgresRelay {
  readonly #options: Options
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #unsubscribe: (() => void)[] = []
  #pending: Change[] = []
  /** The newest of each. */
  readonly #uploads = new Map<string, UploadNews>()
  /** Something was changed, or may have been told by others, while there was no connection. */
  #hasMissed = false
  #wake: () => void = () => undefined

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    if (this.#running) return
    const { feed, uploads } = this.#options
    this.#unsubscribe = [
      feed.subscribe((change) => {
        if (change.remote || this.#hasMissed) return
        this.#pending.push(change)
        this.#wake()
      }),
      uploads.onNews((news) => {
        if (this.#hasMissed) return // it is told again soon
        this.#uploads.set(news.uploadId, news)
        this.#wake()
      }),
    ]
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    for (const end of this.#unsubscribe) end()
    this.#stopping.abort()
    this.#wake()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await this.#relay()
      } catch (error) {
        this.#options.log.warn({ err: error }, 'the other processes cannot be told of changes, nor heard')
      }
      if (signal.aborted) return
      this.#hasMissed = true
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined) // aborted: the loop ends
    }
  }

  /** Ends when told to; throws when the connection is lost. */
  async #relay(): Promise<void> {
    const { default: pg } = await import('pg')
    const client = new pg.Client({
      connectionString: this.#options.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    })
    const lost = new Promise<never>((_, reject) => {
      client.on('error', reject)
      client.on('end', () => reject(new Error('the connection has ended')))
    })
    lost.catch(() => undefined) // awaited below; until then it is not unhandled
    client.on('notification', ({ payload = '' }) => this.#receive(payload))
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
      if (this.#hasMissed) await this.#catchUp(client)
      while (!this.#stopping.signal.aborted) {
        await Promise.race([this.#work(), lost])
        await this.#tell(client)
      }
    } finally {
      await client.end().catch(() => undefined) // it is gone already
    }
  }

  /** Until there is something to tell, and a moment longer, as more often follows at once. */
  async #work(): Promise<void> {
    const { signal } = this.#stopping
    if (this.#pending.length === 0 && this.#uploads.size === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        if (signal.aborted) resolve()
      })
    }
    await delay(GATHER_MS, undefined, { signal }).catch(() => undefined) // aborted: what is pending is told at once
  }

  async #catchUp(client: Client): Promise<void> {
    this.#pending = []
    // Before the others are told: what changes from now on is told after that.
    this.#hasMissed = false
    await this.#notify(client, {})
    this.#options.feed.missed()
  }

  async #tell(client: Client): Promise<void> {
    for (const { tenant, kind, ids, observed } of gathered(this.#pending.splice(0))) {
      for (let at = 0; at < ids.length; at += MAX_IDS) {
        await this.#notify(client, { change: { tenant, kind, ids: ids.slice(at, at + MAX_IDS), observed } })
      }
    }
    const uploads = [...this.#uploads.values()]
    this.#uploads.clear()
    for (const upload of uploads) await this.#notify(client, { upload: fitting(upload) })
  }

  async #notify(client: Client, told: Omit<Notice, 'from'>): Promise<void> {
    const payload = JSON.stringify({ from: this.#options.identity, ...told } satisfies Notice)
    await client.query('SELECT pg_notify($1, $2)', [CHANNEL, payload])
  }

  #receive(payload: string): void {
    const { feed, uploads, identity, log } = this.#options
    const parsed = notice.safeParse(parseJson(payload))
    if (!parsed.success) {
      log.warn({ payload }, 'a notice of another process was not understood')
      feed.missed()
      return
    }
    const { from, change, upload } = parsed.data
    if (from === identity) return
    if (upload) uploads.hear(upload)
    else if (change) feed.publish({ ...change, remote: true })
    else feed.missed()
  }
}

function fitting({ progress, ...of }: UploadNews): UploadNews {
  const fits = JSON.stringify(progress.images).length <= MAX_IMAGES_CHARS
  return { ...of, progress: fits ? progress : { ...progress, images: [] } }
}

/** One for each tenant, kind and source, with the ids of all. */
function gathered(
  changes: readonly Change[],
): { tenant: Change['tenant']; kind: Change['kind']; ids: number[]; observed?: true }[] {
  const groups = new Map<string, { first: Change; ids: Set<number> }>()
  for (const change of changes) {
    const { tenant, kind, observed = false } = change
    const key = [tenant.clusterId, tenant.groupId, tenant.userId, kind, observed].join('/')
    const group = groups.get(key) ?? { first: change, ids: new Set() }
    for (const id of change.ids) group.ids.add(id)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ first: { tenant, kind, observed }, ids }) => ({
    tenant,
    kind,
    observed,
    ids: [...ids],
  }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // refused by the schema
  }
}
