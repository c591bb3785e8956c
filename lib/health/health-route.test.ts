import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '@/lib/app'
import { KubeClient } from '@/lib/cluster/client'
import { makeCluster } from '@/lib/cluster/cluster'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { RegistryClient } from '@/lib/registry/client'
import { KeyedMutex } from '@/lib/registry/keyed-mutex'
import { testApp } from '@/lib/testing/app'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { silentLog } from '@/lib/testing/log'
import { handleHealth } from './health-route'

/** Both an API server and a registry, of which a test says how they are. */
let version: string
let mayNot: string[]
let server: TestServer
let db: Db
let kube: KubeClient
let registry: RegistryClient
beforeEach(async () => {
  version = 'v1.30.1'
  mayNot = []
  server = await startHttpServer(answer)
  db = await openScratchDb()
  kube = new KubeClient(kubeConfigFor(server.url))
  registry = new RegistryClient({ url: server.url })
})
afterEach(async () => {
  kube.close()
  registry.close()
  await db.close()
  await server.stop()
})

function answer(req: IncomingMessage, res: ServerResponse): void {
  const groups = ['apps/v1', 'batch/v1', 'coordination.k8s.io/v1'].map((groupVersion) => ({
    name: groupVersion.split('/')[0],
    versions: [{ groupVersion }],
  }))
  const known: Record<string, unknown> = {
    '/version': { gitVersion: version },
    '/api': { versions: ['v1'] },
    '/apis': { groups },
    '/v2/': {},
  }
  if (req.method === 'GET') return void res.end(JSON.stringify(known[req.url ?? ''] ?? {}))
  let body = ''
  req.on('data', (part: Buffer) => (body += part.toString('utf8')))
  req.on('end', () => {
    const { spec } = JSON.parse(body) as { spec: { resourceAttributes: { resource: string } } }
    const allowed = !mayNot.includes(spec.resourceAttributes.resource)
    res.writeHead(201).end(JSON.stringify({ status: { allowed } }))
  })
}

function console_(several = false): App {
  const cluster = makeCluster({ client: kube, namespace: 'shop', log: silentLog, several })
  const images = { client: registry, host: 'registry.example', project: 'p', locks: new KeyedMutex() }
  return testApp({ db, cluster, registry: images })
}

async function healthOf(app: App) {
  const response = await handleHealth(app)
  const { ok, parts } = (await response.json()) as { ok: boolean; parts: Record<string, object> }
  return { status: response.status, ok, ...parts }
}

describe('what works', () => {
  it('is told part by part, and is asked for once however many ask', async () => {
    const app = console_()
    const all = await Promise.all([healthOf(app), healthOf(app), healthOf(app)])
    for (const health of all) {
      expect(health).toEqual({
        status: 200,
        ok: true,
        database: { ok: true, detail: 'sqlite' },
        cluster: { ok: true, detail: 'Kubernetes v1.30.1', embedded: false },
        registry: { ok: true, detail: 'registry.example' },
      })
    }
    await healthOf(app)
    expect(server.requests.map(({ url }) => url).sort()).toEqual(['/v2/', '/version'])
  })

  it('is told of the others where one does not answer', async () => {
    const app = console_()
    await db.close()
    expect(await healthOf(app)).toMatchObject({ status: 503, database: { ok: false }, cluster: { ok: true } })
  })
})

describe('a cluster that answers', () => {
  it('will not do where it is too old', async () => {
    version = 'v1.19.3'
    const app = console_()
    await app.cluster.survey.look()
    expect(await healthOf(app)).toMatchObject({
      status: 503,
      cluster: { ok: false, error: 'the cluster is Kubernetes v1.19.3; the console needs 1.20 or newer' },
    })
  })

  it.each([
    ['jobs', false, /^the console may not get, .* jobs.batch in namespace shop$/],
    ['leases', true, /^the console may not get, create, update leases.coordination.k8s.io in namespace shop$/],
  ])('will not do without a right to %s where it is essential', async (resource, several, error) => {
    mayNot = [resource]
    const app = console_(several)
    await app.cluster.survey.look()
    const cluster = { ok: false, error: expect.stringMatching(error) as string }
    expect(await healthOf(app)).toMatchObject({ status: 503, cluster })
  })

  it('does without another right, which is named', async () => {
    mayNot = ['leases']
    const app = console_()
    await app.cluster.survey.look()
    const missingRights = expect.arrayContaining([
      'get, create, update leases.coordination.k8s.io in namespace shop',
    ]) as string[]
    expect(await healthOf(app)).toMatchObject({ status: 200, cluster: { ok: true, missingRights } })
  })

  it('will not do while the work in the background is in trouble', async () => {
    const app = console_()
    const troubles: (string | undefined)[] = ['no process leads: leases is forbidden', undefined]
    const ends = troubles.map((trouble) => app.troubles.add(() => trouble))
    expect(await healthOf(app)).toMatchObject({ status: 503, cluster: { ok: false, error: troubles[0] } })
    ends[0]?.()
    expect(await healthOf(app)).toMatchObject({ status: 200, cluster: { ok: true } })
  })
})
