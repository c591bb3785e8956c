import type { KubeClient } from './client'
import type { EmbeddedCluster } from './embedded/embedded-cluster'

/** The Kubernetes that the console works on. */
export interface Cluster {
  readonly client: KubeClient
  /** Namespace of the workloads. */
  readonly namespace: string
  /** Only where no other cluster is configured. */
  readonly embedded?: EmbeddedCluster
}
