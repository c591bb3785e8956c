import type { Logger } from 'pino'
import type { Config } from '@/lib/config/config'
import { KubeClient } from './client'
import { makeCluster, type Cluster } from './cluster'
import { startEmbeddedCluster } from './embedded/embedded-cluster'

/** The configured cluster, or the embedded one. A cluster that does not answer is no reason not to start. */
export async function openCluster(config: Config, log: Logger): Promise<Cluster> {
  const namespace = config.workloadNamespace
  if (config.cluster.kind === 'kubeconfig') {
    return makeCluster({ namespace, log, client: KubeClient.fromFile(config.cluster.file, log) })
  }
  if (config.cluster.kind === 'in-cluster') return makeCluster({ namespace, log, client: KubeClient.inCluster(log) })
  const embedded = await startEmbeddedCluster({ dataDir: config.dataDir, log: log.child({ part: 'embedded cluster' }) })
  return makeCluster({ namespace, log, embedded, client: KubeClient.fromFile(embedded.kubeconfigFile, log) })
}
