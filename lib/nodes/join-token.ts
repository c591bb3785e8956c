import { z } from 'zod'
import type { KubeClient } from '@/lib/cluster/client'
import { hasReason, KubeError } from '@/lib/cluster/kube-error'
import { SECRETS } from '@/lib/cluster/resources'
import { JOIN_TOKEN_SECRET } from '@/lib/cluster/rights'
import { failure } from '@/lib/protocol/reasons'

/** KubeEdge's join token as it is now; it changes twice a day. Never log it. */
export async function readJoinToken(client: KubeClient, signal?: AbortSignal): Promise<string> {
  try {
    const secret = await client.get(SECRETS, JOIN_TOKEN_SECRET, signal)
    const token = Buffer.from(secret.data?.tokendata ?? '', 'base64')
      .toString('utf8')
      .trim()
    if (token === '') throw failure('emptyJoinSecret', {})
    const expiresAt = tokenExpiry(token)
    if (expiresAt && expiresAt.getTime() <= Date.now()) {
      throw failure('joinTokenExpired', { at: expiresAt.toISOString() })
    }
    return token
  } catch (error) {
    if (hasReason(error, 'NotFound')) throw failure('noJoinSecret', {})
    if (hasReason(error, 'Forbidden')) throw failure('joinSecretForbidden', {})
    if (error instanceof KubeError) throw failure('clusterForToken', {}, { cause: error })
    throw error
  }
}

/** The `exp` of the JWT behind the CA's hash; undefined where it says none, and cloudcore has to judge it. */
function tokenExpiry(token: string): Date | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[2] ?? '', 'base64url').toString('utf8'))
    const { data } = EXPIRY.safeParse(claims)
    return data && new Date(data.exp * 1000)
  } catch {
    return undefined // no JSON: another form of token than KubeEdge's of today
  }
}

const EXPIRY = z.object({ exp: z.number().max(1e11) })
