import type { KubeClient } from '@/lib/cluster/client'
import { hasReason, KubeError } from '@/lib/cluster/kube-error'
import { SECRETS } from '@/lib/cluster/resources'
import { refused, unavailable } from '@/lib/protocol/errors'

/** Where cloudcore keeps it: KUBEEDGE.md B.1. */
const SECRET = { namespace: 'kubeedge', name: 'tokensecret' }

/** KubeEdge's join token as it is now; it changes twice a day. Never log it. */
export async function readJoinToken(client: KubeClient, signal?: AbortSignal): Promise<string> {
  try {
    const secret = await client.get(SECRETS, SECRET, signal)
    const token = Buffer.from(secret.data?.tokendata ?? '', 'base64')
      .toString('utf8')
      .trim()
    if (token === '') throw refused('the secret kubeedge/tokensecret holds no tokendata')
    return token
  } catch (error) {
    if (hasReason(error, 'NotFound'))
      throw refused('the cluster has no secret kubeedge/tokensecret: is KubeEdge installed?')
    if (hasReason(error, 'Forbidden')) throw refused('the console may not read the secret kubeedge/tokensecret')
    if (error instanceof KubeError) throw unavailable('the cluster could not be reached for the join token', error)
    throw error
  }
}
