import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import type { App } from '@/lib/app'
import { Auth } from '@/lib/auth/auth'
import { createFirstUser, FIRST_USER } from '@/lib/auth/users'
import { createBackground } from '@/lib/background'
import type { Config } from '@/lib/config/config'
import { ConfigError } from '@/lib/config/config-error'
import { sharedSecret } from '@/lib/config/secrets'
import { openCluster } from '@/lib/cluster/open-cluster'
import { openDb, provider, sqliteFile } from '@/lib/db/db'
import { migrate } from '@/lib/db/migrate'
import { reachPostgres } from '@/lib/db/reach-postgres'
import { soleProcess } from '@/lib/db/sole-process'
import { ChangeFeed } from '@/lib/events/change-feed'
import { Troubles } from '@/lib/health/troubles'
import { createBackend, type Backend } from '@/lib/http/backend'
import { fillTagSortKeys } from '@/lib/images/fill-tag-sort-keys'
import { UploadBoard } from '@/lib/images/upload-board'
import { Metrics } from '@/lib/metrics/metrics'
import { checkPublicKey } from '@/lib/nodes/install-script'
import { Dispatcher } from '@/lib/protocol/dispatch'
import { openApiDocument } from '@/lib/protocol/openapi'
import { embeddedOperations, operations } from '@/lib/protocol/table'
import { cleanSpool } from '@/lib/registry/archive/spool'
import { openRegistry } from '@/lib/registry/registry'

export interface Running {
  readonly app: App
  readonly backend: Backend
  /** The first user's password, where this start generated it: shown once, kept nowhere. */
  readonly firstPassword: string | undefined
  readonly firstUser: string
  /** Begins what works in the background; requests are served by now, the embedded registry among them. */
  startBackground(): void
  /** Ends the event streams, which would go on for ever. */
  endStreams(): void
  /** Leaves what only one process does to another. */
  stopLeading(): Promise<void>
  /** Ends everything, in the order that loses nothing. */
  stop(): Promise<void>
}

interface StartOptions {
  config: Config
  log: Logger
  publicUrl: string
  /** Listened on; PORT may leave the choice to the system. */
  port?: number
  /** The folder of the program: `prisma/` is in it. */
  root: string
}

/** Makes the parts of the console. What fails here stops the start. */
export async function startApp({ config, log, publicUrl, port = config.port, root }: StartOptions): Promise<Running> {
  await checkPublicKey(config)
  const locks = await lockFiles(config)
  if (provider(config.databaseUrl) === 'postgresql') await reachPostgres(config.databaseUrl, log)
  const migrated = await migrate(config.databaseUrl, path.join(root, 'prisma'))
  if (migrated.length > 0) log.info({ migrated }, 'database migrated')
  const left = await cleanSpool(config.dataDir)
  if (left > 0) log.info({ uploads: left }, 'removed what uploads that were broken off have left')
  const db = await openDb(config.databaseUrl)
  const filled = await fillTagSortKeys(db)
  if (filled > 0) log.info({ versions: filled }, 'gave image versions their place in the order of tags')
  const firstPassword = await createFirstUser(db, config.adminPassword)
  const auth = new Auth(db, await sharedSecret(config))
  const changes = new ChangeFeed()
  const registry = await openRegistry(config, { db, log, publicUrl, port, passwords: auth.passwords })
  const cluster = await openCluster(config, log)
  const stopping = new AbortController()
  const uploads = new UploadBoard()
  const metrics = new Metrics()
  const app: App = {
    config,
    log,
    db,
    auth,
    changes,
    cluster,
    registry,
    uploads,
    metrics,
    troubles: new Troubles(),
    publicUrl,
    stopping: stopping.signal,
  }

  const table = cluster.embedded ? [...operations, ...embeddedOperations] : operations
  const openapi = JSON.stringify(openApiDocument(table, publicUrl))
  const dispatcher = new Dispatcher(app, table)
  const background = await createBackground(app)
  return {
    app,
    backend: createBackend({ app, dispatcher, openapi }),
    firstPassword,
    firstUser: FIRST_USER,
    startBackground() {
      cluster.survey.start()
      background.start()
    },
    endStreams: () => stopping.abort(),
    stopLeading: () => background.stopLeading(),
    async stop() {
      await Promise.all([background.stop(), cluster.survey.stop()])
      await cluster.embedded?.stop()
      cluster.client.close()
      registry.client.close()
      await db.close()
      metrics.close()
      locks.forEach((lock) => lock.release())
    },
  }
}

/** A second process would undo the first one's work: it empties the upload spool, runs the embedded cluster, reconciles. */
async function lockFiles({ dataDir, databaseUrl }: Config) {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const elsewhere = `another console runs in ${dataDir}: DATA_DIR has to be another for each process`
  const locks = [lockOrRefuse(path.join(dataDir, 'console.lock'), elsewhere)]
  const file = sqliteFile(databaseUrl)
  if (file === undefined) return locks
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  return [...locks, lockOrRefuse(`${file}.lock`, `another console uses ${file}: only a PostgreSQL serves several`)]
}

function lockOrRefuse(file: string, refusal: string) {
  const lock = soleProcess(file)
  if (!lock) throw new ConfigError(refusal)
  return lock
}
