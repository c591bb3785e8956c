import type { Logger } from 'pino'
import type { KubeClient } from './client'
import type { FeatureName } from './discovery'
import type { EmbeddedCluster } from './embedded/embedded-cluster'
import { ClusterSurvey } from './survey'

/** The Kubernetes that the console works on. */
export interface Cluster {
  readonly client: KubeClient
  /** Namespace of the workloads. */
  readonly namespace: string
  /** What the cluster offers and lets the console do. */
  readonly survey: ClusterSurvey
  /** Name of the secret with which nodes pull; undefined where they need none. */
  readonly pullSecret?: string | undefined
  /** Only where no other cluster is configured. */
  readonly embedded?: EmbeddedCluster
}

interface Parts {
  client: KubeClient
  namespace: string
  log: Logger
  pullSecret?: string | undefined
  embedded?: EmbeddedCluster
  several?: boolean
}

export function makeCluster({ client, namespace, log, pullSecret, embedded, several = false }: Parts): Cluster {
  // Virtual nodes do without KubeEdge, and nothing that could be measured runs on them.
  const without: FeatureName[] = embedded ? ['kubeEdge', 'usage'] : []
  const survey = new ClusterSurvey({ client, namespace, log, several, without })
  return { client, namespace, survey, pullSecret, ...(embedded ? { embedded } : {}) }
}
