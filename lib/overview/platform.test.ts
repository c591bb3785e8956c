import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { KubeClient } from '@/lib/cluster/client'
import { makeCluster } from '@/lib/cluster/cluster'
import { RegistryClient } from '@/lib/registry/client'
import { KeyedMutex } from '@/lib/registry/keyed-mutex'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { silentLog } from '@/lib/testing/log'
import { PlatformWatch } from './platform'

let mode: 'well' | 'broken' | 'silent'
let server: TestServer
let watch: PlatformWatch
let close: () => void
beforeEach(async () => {
  mode = 'well'
  server = await startHttpServer((req, res) => {
    if (mode === 'silent') return
    const body = req.url === '/version' ? { gitVersion: 'v1.32.10' } : {}
    res.writeHead(mode === 'well' ? 200 : 500, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const kube = new KubeClient(kubeConfigFor(server.url))
  const client = new RegistryClient({ url: server.url })
  const registry = { client, host: 'registry.example', project: 'p', locks: new KeyedMutex() }
  watch = new PlatformWatch({
    cluster: makeCluster({ client: kube, namespace: 'default', log: silentLog }),
    registry,
    stopping: new AbortController().signal,
  })
  close = () => {
    kube.close()
    client.close()
  }
})
afterEach(async () => {
  vi.restoreAllMocks()
  close()
  await server.stop()
})

/** Lets the last look grow old. */
function later(): void {
  const now = performance.now() + 11_000
  vi.spyOn(performance, 'now').mockReturnValue(now)
}

it('tells the version, and asks again only after a while', async () => {
  const [first, second] = await Promise.all([watch.get(), watch.get()])
  expect(first).toEqual({
    kubernetes: {
      ...{ reachable: true, since: null, error: '', embedded: false, version: 'v1.32.10' },
      ...{ unsupported: '', missingFeatures: [], missingRights: [], foundAt: null },
    },
    registry: { reachable: true, since: null, error: '', embedded: false, host: 'registry.example' },
  })
  expect(second).toBe(first)
  expect(await watch.get()).toBe(first)
  expect(server.requests).toHaveLength(2)
  later()
  await watch.get()
  expect(server.requests).toHaveLength(4)
})

it('tells since when they fail, keeps the version, and sees that they are back', async () => {
  await watch.get()
  mode = 'broken'
  later()
  const { kubernetes, registry } = await watch.get()
  expect(kubernetes).toMatchObject({ reachable: false, version: 'v1.32.10' })
  expect(kubernetes.error).not.toBe('')
  expect(registry.reachable).toBe(false)
  later()
  expect((await watch.get()).kubernetes.since).toBe(kubernetes.since)
  mode = 'well'
  later()
  expect(await watch.get()).toMatchObject({ kubernetes: { reachable: true, since: null, error: '' } })
})

it('waits two seconds for one that does not answer', async () => {
  mode = 'silent'
  const started = performance.now()
  const { kubernetes, registry } = await watch.get()
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(kubernetes).toMatchObject({ reachable: false, version: '' })
  expect(registry.error).not.toBe('')
})
