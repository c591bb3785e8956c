import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, afterEach, expect, it } from 'vitest'
import { KubeClient } from '@/lib/cluster/client'
import { Informer } from '@/lib/cluster/informer'
import type { KubeObject, NodeObject } from '@/lib/cluster/kinds'
import { NODES, type Resource } from '@/lib/cluster/resources'
import { silentLog } from '@/lib/testing/log'
import { tempDirs } from '@/lib/testing/temp-dir'
import { waitFor } from '@/lib/testing/wait'
import { ControlPlane } from '../harness/control-plane'
import { TcpProxy } from '../harness/tcp-proxy'

/** Short, so that the test of what ends a dead one is. */
const WATCH_SECONDS = 4
/** Until a watch is known to be dead: as long as it was to last, and that again. */
const DEAD_MS = 2 * WATCH_SECONDS * 1000
/** Of a busy machine. */
const SLACK_MS = 5000
/** For so long an API server 1.20 goes on with what it found out about a token. */
const TOKEN_CACHE_MS = 10_000
const tempDir = tempDirs('lasting-watch')

const ACCOUNTS: Resource = { apiVersion: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', namespaced: true }
const BINDINGS: Resource = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  namespaced: false,
}

const { CONTROL_PLANE_UNDER_TEST = '', KUBECONFIG_UNDER_TEST: kubeconfig = '' } = process.env
const admin = KubeClient.fromFile(kubeconfig)
afterAll(async () => {
  for (const name of made) await admin.delete(NODES, { name }).catch(() => undefined) // what a test deleted itself
  for (const name of accounts) {
    await admin.delete(BINDINGS, { name })
    await admin.delete(ACCOUNTS, { name, namespace: 'default' }).catch(() => undefined)
  }
  admin.close()
})
const made: string[] = []
const accounts: string[] = []
const ending: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

async function watchNodes(kubeconfig: string): Promise<{ client: KubeClient; view: Informer<NodeObject> }> {
  const client = KubeClient.fromFile(kubeconfig)
  const view = new Informer({
    ...{ client, resource: NODES, selection: {}, log: silentLog, watchSeconds: WATCH_SECONDS },
    onChange: () => undefined,
  })
  ending.push(() => client.close())
  ending.push(() => view.stop())
  view.start()
  await waitFor(() => Promise.resolve(view.staleMs === 0), { what: 'a watch is open' })
  return { client, view }
}

async function makeNode(name: string): Promise<void> {
  await admin.create(NODES, { apiVersion: 'v1', kind: 'Node', metadata: { name } })
  made.push(name)
}

const isSeen = (view: Informer<NodeObject>, name: string, timeoutMs: number) =>
  waitFor(() => Promise.resolve(view.get(name) !== undefined), { what: `the view has ${name}`, timeoutMs })

/** A kubeconfig with another server, or another user. */
async function writeKubeconfig({ port, user }: { port?: number; user?: object }): Promise<string> {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  const { server = '', caFile } = config.getCurrentCluster() ?? {}
  const { certFile, keyFile } = config.getCurrentUser() ?? {}
  const url = new URL(server)
  if (port !== undefined) url.port = String(port)
  const file = path.join(await tempDir(), 'kubeconfig')
  const given = user ?? { 'client-certificate': certFile, 'client-key': keyFile }
  const content = {
    'current-context': 'x',
    clusters: [{ name: 'c', cluster: { server: url.href, 'certificate-authority': caFile } }],
    users: [{ name: 'u', user: given }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  }
  await writeFile(file, JSON.stringify(content))
  return file
}

it.skipIf(CONTROL_PLANE_UNDER_TEST === '')('is current again when the API server was killed and started', async () => {
  const { view } = await watchNodes(kubeconfig)
  await makeNode('watch-before')
  await isSeen(view, 'watch-before', SLACK_MS)
  const plane = ControlPlane.of(CONTROL_PLANE_UNDER_TEST)
  await plane.part('kube-apiserver').kill()
  await waitFor(() => Promise.resolve(view.staleMs > 0), { what: 'the end of the watch is noticed' })
  await plane.run()
  await admin.delete(NODES, { name: 'watch-before' })
  await makeNode('watch-after')
  await isSeen(view, 'watch-after', 15_000 + SLACK_MS)
  await waitFor(() => Promise.resolve(view.get('watch-before') === undefined), { what: 'the view lacks what is gone' })
  expect(view.staleMs).toBe(0)
})

it('is current again when its connections died without an end, idle ones too', async () => {
  const target = new KubeConfig()
  target.loadFromFile(kubeconfig)
  const proxy = await TcpProxy.start(Number(new URL(target.getCurrentCluster()?.server ?? '').port))
  ending.push(() => proxy.stop())
  const { client, view } = await watchNodes(await writeKubeconfig({ port: proxy.port }))
  // Kept for later: the next watch is not to be sent over one of them.
  await Promise.all(Array.from({ length: 6 }, () => client.version()))
  expect(proxy.silence()).toBeGreaterThan(4)
  const since = performance.now()
  await makeNode('watch-unheard')
  await isSeen(view, 'watch-unheard', DEAD_MS + SLACK_MS)
  expect(performance.now() - since).toBeGreaterThan(WATCH_SECONDS * 500) // it was not told over the old one
  expect(await client.version()).toMatch(/^v1\./)
})

it('goes on when its token is rotated and the old one is refused', async () => {
  const tokenFile = path.join(await tempDir(), 'token')
  const issue = async (name: string) => {
    const token = await accountToken(name)
    await writeFile(`${tokenFile}.new`, token)
    await rename(`${tokenFile}.new`, tokenFile) // as a kubelet does
    return token
  }
  const old = await issue('watch-first')
  const { client, view } = await watchNodes(await writeKubeconfig({ user: { tokenFile } }))
  const withOld = KubeClient.fromFile(await writeKubeconfig({ user: { token: old } }))
  ending.push(() => withOld.close())
  await withOld.list(NODES, {})
  await issue('watch-second')
  await admin.delete(ACCOUNTS, { name: 'watch-first', namespace: 'default' })
  const isRefused = () =>
    withOld.list(NODES, {}).then(
      () => false,
      (error: { status?: number }) => error.status === 401,
    )
  const failures: unknown[] = []
  await waitFor(
    async () => {
      await client.list(NODES, {}).catch((error: unknown) => failures.push(error))
      return isRefused()
    },
    { what: 'the old token is refused', timeoutMs: TOKEN_CACHE_MS + SLACK_MS, everyMs: 250 },
  )
  expect(failures).toEqual([])
  await makeNode('watch-rotated')
  await isSeen(view, 'watch-rotated', DEAD_MS + SLACK_MS)
  await client.list(NODES, {})
})

/** Of an account that may do everything. */
async function accountToken(name: string): Promise<string> {
  const metadata = { name, namespace: 'default' }
  accounts.push(name)
  await admin.create(ACCOUNTS, { apiVersion: 'v1', kind: 'ServiceAccount', metadata })
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }
  const { apiVersion, kind } = BINDINGS
  const binding = { roleRef, subjects: [{ kind: 'ServiceAccount', ...metadata }] }
  await admin.create(BINDINGS, { apiVersion, kind, metadata: { name }, ...binding })
  const requests: Resource<KubeObject & { status?: { token: string } }> = {
    ...{ apiVersion: 'v1', kind: 'TokenRequest', namespaced: true },
    plural: `serviceaccounts/${name}/token`,
  }
  const asked = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { namespace: 'default' },
    spec: {},
  }
  const { status } = await admin.create(requests, asked)
  if (!status) throw new Error('no token came')
  return status.token
}
