import { v4 as newId } from 'uuid'
import type { App } from '@/lib/app'
import { BatchInstaller } from '@/lib/batch/installer'
import { LeaderElection, type Leading } from '@/lib/cluster/leader-election'
import { installationId } from '@/lib/db/installation'
import { PostgresRelay } from '@/lib/events/postgres-relay'
import { Housekeeping } from '@/lib/housekeeping'
import { RegistryCleanup } from '@/lib/images/registry-cleanup'
import { Reconciler } from '@/lib/reconciler/reconciler'
import { PullSecret } from '@/lib/registry/pull-secret'

const LEADS = ['apulisedge_leader', 'Whether this process reconciles and cleans up for all'] as const

const STALE = ['apulisedge_view_stale_seconds', 'For how long the leader has not been told what changes'] as const

/** What goes on beside the requests. */
export interface Background {
  start(): void
  /** Leaves what only one process does to another; what requests under way need goes on until `stop`. */
  stopLeading(): Promise<void>
  stop(): Promise<void>
}

/**
 * With SQLite or the embedded cluster there is one process, which does it all. Else the processes tell each other of
 * changes, and one of them leads: it reconciles and cleans up for all.
 */
export async function createBackground(app: App): Promise<Background> {
  const { config, cluster, changes, db, log, metrics, troubles } = app
  const installation = await installationId(db.read)
  if (db.provider === 'sqlite' || cluster.embedded) return alone(app, installation)
  const identity = newId()
  // However many calls wait for the API server, the lease is renewed.
  const client = cluster.client.withOwnConnections()
  const election = new LeaderElection({
    client,
    log,
    namespace: cluster.namespace,
    name: `apulisedge-console-${installation}`,
    identity,
    begin: () => lead(app, installation),
  })
  metrics.gauge(...LEADS, () => Number(election.isLeading))
  troubles.add(() => election.refusal && `no process leads: ${election.refusal}`)
  const relay = new PostgresRelay({ url: config.databaseUrl, feed: changes, uploads: app.uploads, log, identity })
  return {
    start() {
      relay.start()
      election.start()
    },
    stopLeading: () => election.stop(),
    async stop() {
      await election.stop()
      client.close()
      await relay.stop()
    },
  }
}

function alone(app: App, installation: string): Background {
  let leading: Leading | undefined
  app.metrics.gauge(...LEADS, () => Number(leading !== undefined))
  const stop = async () => {
    const led = leading
    leading = undefined
    await led?.stop()
  }
  return { start: () => void (leading ??= lead(app, installation)), stopLeading: stop, stop }
}

function lead(app: App, installation: string): Leading {
  const { cluster, config, log, registry } = app
  const credentials = config.registryPull
  const pullSecret = new PullSecret({ cluster, log, installation, host: registry.host, credentials })
  const reconciler = new Reconciler(app, { ready: pullSecret.whenTried() })
  const others = [new Housekeeping(app), new RegistryCleanup(app), new BatchInstaller(app)]
  const parts = [pullSecret, reconciler, ...others]
  for (const part of parts) part.start()
  let queued = () => reconciler.queued
  app.metrics.gauge('apulisedge_reconcile_queue', 'Nodes and deployments that wait to be looked at', () => queued())
  let staleMs = () => reconciler.staleMs
  app.metrics.gauge(...STALE, () => staleMs() / 1000)
  const untrouble = app.troubles.add(() => reconciler.trouble)
  return {
    async stop() {
      queued = () => 0
      staleMs = () => 0
      untrouble()
      // At once: others may lead soon, however long one of them takes.
      await Promise.all(parts.map((part) => part.stop()))
    },
  }
}
