import type { DeploymentObject } from '@/lib/cluster/kinds'
import { PULL_SECRET_ANNOTATION } from './workload'

/** In a list of a strategic merge patch: the others in it take the place of the whole list. */
const REPLACE = { $patch: 'replace' } as const

/**
 * The strategic merge patch that makes the fields of a Deployment which are the console's what is wanted. What others
 * set stays: the number of replicas, labels and annotations of their own, and every field that the console never sets.
 */
export function ownFieldsPatch({ metadata: { labels, annotations }, spec }: DeploymentObject): object {
  const { strategy, minReadySeconds, template } = spec
  const { containers, hostNetwork = null, imagePullSecrets = null, ...rest } = template.spec
  return {
    metadata: { labels, annotations: { [PULL_SECRET_ANNOTATION]: null, ...annotations } },
    spec: {
      strategy,
      minReadySeconds,
      template: {
        ...template,
        // What the version before had and this one has not must go.
        spec: {
          ...rest,
          hostNetwork,
          containers: [...containers, REPLACE],
          // Merged by name; a server takes a directive in a list that is not there yet for an entry of it.
          imagePullSecrets,
        },
      },
    },
  }
}
