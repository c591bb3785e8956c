import { randomBytes } from 'node:crypto'
import { KubeClient } from '@/lib/cluster/client'
import type { KubeObject } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { SECRETS, type Resource } from '@/lib/cluster/resources'

const NAMESPACES: Resource = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false }
const NAMESPACE = 'kubeedge'

/** Gives a cluster without KubeEdge the one thing of it that install scripts need: the secret with the join token. */
export async function ensureJoinToken(kubeconfigFile: string): Promise<void> {
  const client = KubeClient.fromFile(kubeconfigFile)
  const createOnce = async <T extends KubeObject>(resource: Resource<T>, object: T) => {
    try {
      await client.create(resource, object)
    } catch (error) {
      if (!hasReason(error, 'AlreadyExists')) throw error
    }
  }
  try {
    await createOnce(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
    const tokendata = Buffer.from(randomBytes(32).toString('hex')).toString('base64')
    const metadata = { name: 'tokensecret', namespace: NAMESPACE }
    await createOnce(SECRETS, { apiVersion: 'v1', kind: 'Secret', metadata, data: { tokendata } })
  } finally {
    client.close()
  }
}
