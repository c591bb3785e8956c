import { v4 as newId } from 'uuid'
import type { App } from '@/lib/app'
import { BatchInstaller } from '@/lib/batch/installer'
import { LeaderElection, type Leading } from '@/lib/cluster/leader-election'
import { installationId } from '@/lib/db/installation'
import { PostgresRelay } from '@/lib/events/postgres-relay'
import { Housekeeping } from '@/lib/housekeeping'
import { RegistryCleanup } from '@/lib/images/registry-cleanup'
import { Reconciler } from '@/lib/reconciler/reconciler'

/** What goes on beside the requests. */
export interface Background {
  start(): void
  stop(): Promise<void>
}

/**
 * With SQLite or the embedded cluster there is one process, which does it all. Else the processes tell each other of
 * changes, and one of them leads: it reconciles and cleans up for all.
 */
export async function createBackground(app: App): Promise<Background> {
  const { config, cluster, changes, db, log } = app
  if (db.provider === 'sqlite' || cluster.embedded) return alone(app)
  const identity = newId()
  const election = new LeaderElection({
    client: cluster.client,
    log,
    namespace: cluster.namespace,
    name: `apulisedge-console-${await installationId(db.read)}`,
    identity,
    begin: () => lead(app),
  })
  const relay = new PostgresRelay({ url: config.databaseUrl, feed: changes, log, identity })
  return {
    start() {
      relay.start()
      election.start()
    },
    async stop() {
      await election.stop()
      await relay.stop()
    },
  }
}

function alone(app: App): Background {
  let leading: Leading | undefined
  return {
    start: () => void (leading ??= lead(app)),
    stop: async () => leading?.stop(),
  }
}

function lead(app: App): Leading {
  const parts = [new Reconciler(app), new Housekeeping(app), new RegistryCleanup(app), new BatchInstaller(app)]
  for (const part of parts) part.start()
  return {
    async stop() {
      for (const part of parts.reverse()) await part.stop()
    },
  }
}
