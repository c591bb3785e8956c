import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KubeConfig } from '@kubernetes/client-node'
import { KubeClient } from '@/lib/cluster/client'
import type { KubeObject } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { DEPLOYMENTS, SECRETS, type Resource } from '@/lib/cluster/resources'
import { describeRight } from '@/lib/cluster/rights'
import { ClusterSurvey } from '@/lib/cluster/survey'
import { ACCOUNT, MANIFEST_NAMESPACE, readRbac, type RbacObject } from '@/lib/cluster/testing/rbac'
import { openScratchDb } from '@/lib/db/testing/databases'
import { ApiProxy } from '@/lib/reconciler/testing/api-proxy'
import { openClusterUnderTest, type ClusterUnderTest } from '@/lib/reconciler/testing/cluster-under-test'
import { TestConsole } from '@/lib/reconciler/testing/console'
import { Kubelet } from '@/lib/reconciler/testing/kubelet'
import { eventually } from '@/lib/testing/eventually'
import { recordingLog } from '@/lib/testing/log'
import { waitFor } from '@/lib/testing/wait'

const plurals: Record<string, string> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
}
const core = (kind: string, plural: string, namespaced: boolean): Resource => ({
  apiVersion: 'v1',
  kind,
  plural,
  namespaced,
})
const isNotFound = (error: unknown) => hasReason(error, 'NotFound')
const NAMESPACES = core('Namespace', 'namespaces', false)
const ACCOUNTS = core('ServiceAccount', 'serviceaccounts', true)

function resourceOf({ apiVersion, kind, metadata }: KubeObject): Resource {
  return { apiVersion, kind, plural: plurals[kind] ?? '', namespaced: metadata.namespace !== undefined }
}

/** The embedded cluster lets whoever has its token do everything, so that it has no roles to try. */
describe.skipIf(!process.env.KUBECONFIG_UNDER_TEST)('with the rights of the manifests', () => {
  let cluster: ClusterUnderTest
  let file: string
  let client: KubeClient
  const made: [Resource, KubeObject][] = []

  async function make(resource: Resource, object: KubeObject): Promise<void> {
    try {
      await cluster.client.create(resource, object)
      made.push([resource, object])
    } catch (error) {
      if (!hasReason(error, 'AlreadyExists')) throw error
    }
  }

  beforeAll(async () => {
    cluster = await openClusterUnderTest()
    for (const name of [ACCOUNT.namespace, MANIFEST_NAMESPACE, 'kubeedge']) {
      await make(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
    }
    await make(ACCOUNTS, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...ACCOUNT } })
    for (const object of readRbac()) await make(resourceOf(object), object)
    file = await kubeconfigOfAccount(cluster)
    client = KubeClient.fromFile(file)
  })
  afterAll(async () => {
    client.close()
    for (const [resource, { metadata }] of made.reverse()) {
      await cluster.client.delete(resource, { name: metadata.name ?? '', namespace: metadata.namespace })
    }
    // A namespace on its way out would be in the way of whoever makes it next.
    for (const [resource, { metadata }] of made.filter(([{ kind }]) => kind === 'Namespace')) {
      const isGone = () => cluster.client.get(resource, { name: metadata.name ?? '' }).then(() => false, isNotFound)
      await waitFor(isGone, { what: `${metadata.name} is gone`, timeoutMs: 120_000 })
    }
    await rm(path.dirname(file), { recursive: true, force: true })
    await cluster.stop()
  })

  /** Its token is of the TokenRequest API, as a pod's is. */
  async function kubeconfigOfAccount({ kubeconfigFile, client: admin }: ClusterUnderTest): Promise<string> {
    const requests: Resource<KubeObject & { status?: { token: string } }> = {
      ...core('TokenRequest', `serviceaccounts/${ACCOUNT.name}/token`, true),
    }
    const { namespace } = ACCOUNT
    const asked = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: { namespace }, spec: {} }
    const { status } = await admin.create(requests, asked)
    const config = new KubeConfig()
    config.loadFromFile(kubeconfigFile)
    const { server = '', caFile, caData } = config.getCurrentCluster() ?? {}
    const authority = caFile ? { 'certificate-authority': caFile } : { 'certificate-authority-data': caData }
    const written = path.join(await mkdtemp(path.join(tmpdir(), 'rights-')), 'kubeconfig')
    await writeFile(
      written,
      JSON.stringify({
        'current-context': 'x',
        clusters: [{ name: 'c', cluster: { server, ...authority } }],
        users: [{ name: 'u', user: { token: status?.token } }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      }),
    )
    return written
  }

  const survey = () => new ClusterSurvey({ client, namespace: MANIFEST_NAMESPACE, log: recordingLog().log })
  const missing = async () => (await survey().look())?.missing?.map((right) => describeRight(right))

  it('the console lacks none, and has no other', async () => {
    expect(await missing()).toEqual([])
    await expect(client.list(SECRETS, { namespace: 'kubeedge' })).rejects.toMatchObject({ reason: 'Forbidden' })
    await expect(client.list(DEPLOYMENTS, { namespace: 'default' })).rejects.toMatchObject({ reason: 'Forbidden' })
    const log = `/api/v1/namespaces/${MANIFEST_NAMESPACE}/pods/none/log`
    await expect(client.read(log)).rejects.toMatchObject({ reason: 'NotFound' })
  })

  it('the reconciler registers a node, deploys and undeploys, and a workload can be changed', async () => {
    const proxy = await ApiProxy.start(file)
    const db = await openScratchDb()
    const theConsole = new TestConsole(db, proxy.url)
    theConsole.start(MANIFEST_NAMESPACE)
    const { uniqueName } = await theConsole.createNode('edge-rights')
    const kubelet = new Kubelet(cluster, uniqueName)
    const marked = async () => {
      const { metadata } = await client.get({ ...core('Node', 'nodes', false) }, { name: uniqueName })
      expect(metadata.labels?.['apulisedge/node-name']).toBe('edge-rights')
    }
    const deployed = async () => {
      const [deployment] = await client.list(DEPLOYMENTS, { namespace: MANIFEST_NAMESPACE })
      if (!deployment) throw new Error('nothing is deployed yet')
      return { name: deployment.metadata.name ?? '', namespace: MANIFEST_NAMESPACE }
    }
    try {
      await kubelet.join()
      await eventually(marked)
      // The marks come before the record knows what the node is.
      await eventually(async () => expect((await theConsole.node('edge-rights'))?.status).toBe('Online'))
      await theConsole.publish('app', '1')
      await theConsole.deploy('app', '1', 'edge-rights')
      const at = await eventually(deployed)
      await client.patchStrategic(DEPLOYMENTS, at, { metadata: { annotations: { tried: 'yes' } } })
      await theConsole.undeploy('app', '1', 'edge-rights')
      await eventually(async () => expect(await theConsole.deployment('app', 'edge-rights')).toBeNull())
    } finally {
      await theConsole.stop()
      await kubelet.stop()
      await cluster.client.delete(core('Node', 'nodes', false), { name: uniqueName })
      await proxy.cut()
      await db.close()
    }
  })

  it('one that is taken away is named', async () => {
    const role = readRbac().find(({ kind, metadata }) => kind === 'Role' && metadata.namespace === MANIFEST_NAMESPACE)
    if (!role) throw new Error('there is no such role')
    const without: RbacObject = {
      ...role,
      rules: role.rules?.filter(({ resources }) => !resources.includes('pods/log')),
    }
    await cluster.client.replace(resourceOf(role), without)
    try {
      await eventually(async () => expect(await missing()).toEqual([`get pods/log in namespace ${MANIFEST_NAMESPACE}`]))
    } finally {
      await cluster.client.replace(resourceOf(role), role)
    }
  })
})
