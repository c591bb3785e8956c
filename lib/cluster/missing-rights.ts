import type { KubeClient } from './client'
import type { KubeObject } from './kinds'
import type { Resource } from './resources'
import type { Right, Verb } from './rights'

/** Asks whether whoever sends it may do something; answered, and kept nowhere. */
interface AccessReview extends KubeObject {
  spec: {
    resourceAttributes: { verb: Verb } & Pick<Right, 'group' | 'resource' | 'subresource' | 'namespace' | 'name'>
  }
  status?: { allowed: boolean; reason?: string }
}

const ACCESS_REVIEWS: Resource<AccessReview> = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  namespaced: false,
}

/** So many are asked at a time. */
const AT_ONCE = 4

/**
 * Asks the cluster, verb by verb, which of the rights whoever `client` is does not have; each with the verbs that lack.
 * @throws KubeError where the cluster cannot be reached or does not tell
 */
export async function missingRights(
  client: KubeClient,
  rights: readonly Right[],
  signal?: AbortSignal,
): Promise<Right[]> {
  const questions = rights.flatMap((right) => right.verbs.map((verb) => ({ right, verb })))
  const denied = new Map<Right, Verb[]>()
  const work = async () => {
    for (let next = questions.shift(); next !== undefined; next = questions.shift()) {
      if (await isAllowed(client, next.right, next.verb, signal)) continue
      denied.set(next.right, [...(denied.get(next.right) ?? []), next.verb])
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return rights.flatMap((right) => {
    const verbs = denied.get(right)
    return verbs === undefined ? [] : [{ ...right, verbs: right.verbs.filter((verb) => verbs.includes(verb)) }]
  })
}

async function isAllowed(
  client: KubeClient,
  { group, resource, subresource, namespace, name }: Right,
  verb: Verb,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { apiVersion, kind } = ACCESS_REVIEWS
  const resourceAttributes = {
    ...{ verb, group, resource },
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  }
  const review: AccessReview = { apiVersion, kind, metadata: {}, spec: { resourceAttributes } }
  const { status } = await client.create(ACCESS_REVIEWS, review, signal)
  return status?.allowed === true
}
