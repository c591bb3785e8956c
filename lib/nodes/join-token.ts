import type { KubeClient } from '@/lib/cluster/client'
import { hasReason, KubeError } from '@/lib/cluster/kube-error'
import { SECRETS } from '@/lib/cluster/resources'
import { failure } from '@/lib/protocol/reasons'

/** Where cloudcore keeps it: KUBEEDGE.md B.1. */
const SECRET = { namespace: 'kubeedge', name: 'tokensecret' }

/** KubeEdge's join token as it is now; it changes twice a day. Never log it. */
export async function readJoinToken(client: KubeClient, signal?: AbortSignal): Promise<string> {
  try {
    const secret = await client.get(SECRETS, SECRET, signal)
    const token = Buffer.from(secret.data?.tokendata ?? '', 'base64')
      .toString('utf8')
      .trim()
    if (token === '') throw failure('emptyJoinSecret', {})
    return token
  } catch (error) {
    if (hasReason(error, 'NotFound')) throw failure('noJoinSecret', {})
    if (hasReason(error, 'Forbidden')) throw failure('joinSecretForbidden', {})
    if (error instanceof KubeError) throw failure('clusterForToken', {}, { cause: error })
    throw error
  }
}
