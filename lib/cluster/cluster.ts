import type { Logger } from 'pino'
import type { KubeClient } from './client'
import type { EmbeddedCluster } from './embedded/embedded-cluster'
import { ClusterSurvey } from './survey'

/** The Kubernetes that the console works on. */
export interface Cluster {
  readonly client: KubeClient
  /** Namespace of the workloads. */
  readonly namespace: string
  /** What the cluster offers and lets the console do. */
  readonly survey: ClusterSurvey
  /** Only where no other cluster is configured. */
  readonly embedded?: EmbeddedCluster
}

interface Parts {
  client: KubeClient
  namespace: string
  log: Logger
  embedded?: EmbeddedCluster
}

export function makeCluster({ client, namespace, log, embedded }: Parts): Cluster {
  // Virtual nodes do without KubeEdge.
  const survey = new ClusterSurvey({ client, namespace, log, without: embedded ? ['kubeEdge'] : [] })
  return { client, namespace, survey, ...(embedded ? { embedded } : {}) }
}
