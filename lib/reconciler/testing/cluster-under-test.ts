import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { KubeClient } from '@/lib/cluster/client'
import { startEmbeddedCluster } from '@/lib/cluster/embedded/embedded-cluster'
import type { KubeObject } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { DEPLOYMENTS, JOBS, NODES, PODS, resourcePath, type Resource } from '@/lib/cluster/resources'
import { KubeTransport } from '@/lib/cluster/transport'
import { DEPLOY_LABEL } from '@/lib/deployments/workload'
import { silentLog } from '@/lib/testing/log'

export const NAMESPACE = 'default'
const REQUEST_MS = 15_000

/** The cluster that a suite runs against, with what a test does to it behind the console's back. */
export interface ClusterUnderTest {
  readonly kubeconfigFile: string
  readonly client: KubeClient
  /** Merges a patch into the status, as a kubelet or a controller does. */
  patchStatus(resource: Resource, name: string, status: object): Promise<void>
  /** Takes a pod away at once, as a kubelet does when its containers have ended. */
  removePod(name: string): Promise<void>
  /** Takes away what a test left: the console's workloads and the nodes that are named. */
  clean(nodeNames: string[]): Promise<void>
  stop(): Promise<void>
}

/** The real cluster of KUBECONFIG_UNDER_TEST, or an embedded one. */
export async function openClusterUnderTest(): Promise<ClusterUnderTest> {
  const given = process.env.KUBECONFIG_UNDER_TEST
  if (given !== undefined && given !== '') return over(given, () => Promise.resolve())
  const dataDir = await mkdtemp(path.join(tmpdir(), 'cluster-under-test-'))
  const embedded = await startEmbeddedCluster({ dataDir, log: silentLog })
  return over(embedded.kubeconfigFile, async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
}

function over(kubeconfigFile: string, end: () => Promise<void>): ClusterUnderTest {
  const client = KubeClient.fromFile(kubeconfigFile)
  const config = new KubeConfig()
  config.loadFromFile(kubeconfigFile)
  const transport = new KubeTransport(config)

  const send = async (method: string, target: string, body: unknown) => {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const answer = await transport.send({ method, path: target, body, contentType, idleTimeoutMs: REQUEST_MS })
    let text = ''
    for await (const part of answer as AsyncIterable<Buffer>) text += part.toString('utf8')
    const status = answer.statusCode ?? 0
    if (status >= 300 && status !== 404) throw new Error(`${method} ${target}: HTTP ${status} ${text}`)
  }
  const removePod = (name: string) =>
    send('DELETE', resourcePath(PODS, NAMESPACE, name), { gracePeriodSeconds: 0, propagationPolicy: 'Background' })
  const removeAll = async <T extends KubeObject>(resource: Resource<T>) => {
    for (const { metadata } of await client.list(resource, { namespace: NAMESPACE, labelSelector: DEPLOY_LABEL })) {
      const name = metadata.name ?? ''
      await (resource.kind === 'Pod'
        ? removePod(name)
        : ifThere(client.delete(resource, { name, namespace: NAMESPACE })))
    }
  }
  return {
    kubeconfigFile,
    client,
    removePod,
    patchStatus: (resource, name, status) =>
      send('PATCH', `${resourcePath(resource, resource.namespaced ? NAMESPACE : undefined, name)}/status`, { status }),
    async clean(nodeNames) {
      await removeAll(DEPLOYMENTS)
      await removeAll(JOBS)
      await removeAll(PODS)
      for (const name of nodeNames) await ifThere(client.delete(NODES, { name }))
    },
    async stop() {
      client.close()
      transport.close()
      await end()
    },
  }
}

async function ifThere(deleting: Promise<unknown>): Promise<void> {
  try {
    await deleting
  } catch (error) {
    if (!hasReason(error, 'NotFound')) throw error
  }
}
