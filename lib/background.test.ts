import { expect, it } from 'vitest'
import { createBackground } from '@/lib/background'
import { KubeClient } from '@/lib/cluster/client'
import { makeCluster } from '@/lib/cluster/cluster'
import { PODS } from '@/lib/cluster/resources'
import { openMigrated, startDatabaseServer } from '@/lib/db/testing/databases'
import { RegistryClient } from '@/lib/registry/client'
import { KeyedMutex } from '@/lib/registry/keyed-mutex'
import { testApp } from '@/lib/testing/app'
import { eventually } from '@/lib/testing/eventually'
import { startHttpServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { silentLog } from '@/lib/testing/log'
import { Postgres } from '@/lib/testing/postgres'
import { tempDirs } from '@/lib/testing/temp-dir'

const tempDir = tempDirs('background')

/** An API server that keeps a lease, and lets everything else wait. */
async function startBusyApi() {
  let lease: string | undefined
  let renewals = 0
  const server = await startHttpServer((req, res) => {
    if (!req.url?.includes('/leases')) return
    if (req.method === 'GET') return void res.writeHead(lease ? 200 : 404).end(lease ?? '{"reason":"NotFound"}')
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      renewals++
      lease = Buffer.concat(parts).toString()
      res.end(lease)
    })
  })
  const waiting = () => server.requests.filter(({ url = '' }) => url.includes('/pods?limit=7')).length
  return { server, waiting, renewals: () => renewals }
}

it.skipIf(Postgres.whyNot() !== undefined)('leads on while the API server lets all other calls wait', async () => {
  const database = await startDatabaseServer('postgresql')
  const db = await openMigrated(database)
  const { server, waiting, renewals } = await startBusyApi()
  const client = new KubeClient(kubeConfigFor(server.url))
  const registry = {
    client: new RegistryClient({ url: 'http://127.0.0.1:9' }),
    host: 'r',
    project: 'p',
    locks: new KeyedMutex(),
  }
  const cluster = makeCluster({ client, namespace: 'default', log: silentLog, several: true })
  const env = { DATA_DIR: await tempDir(), DATABASE_URL: await database.createDatabase() }
  const app = testApp({ db, env, cluster, registry })
  const background = await createBackground(app)
  let lists: Promise<unknown> | undefined
  try {
    background.start()
    await eventually(() => expect(renewals()).toBeGreaterThan(0))
    lists = Promise.allSettled(Array.from({ length: 64 }, () => client.listSome(PODS, {}, 7)))
    await eventually(() => expect(waiting()).toBeGreaterThan(16)) // as many as the pool lets through
    const before = renewals()
    await eventually(() => expect(renewals()).toBeGreaterThan(before + 2))
  } finally {
    await background.stop()
    await server.stop()
    await lists
    client.close()
    registry.client.close()
    await db.close()
    await database.stop()
  }
})
