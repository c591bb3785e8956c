import type { Logger } from 'pino'
import type { Config } from '@/lib/config/config'
import { ConfigError } from '@/lib/config/config-error'
import { provider } from '@/lib/db/db'
import { KubeClient } from './client'
import { makeCluster, type Cluster } from './cluster'
import { PULL_SECRET_NAME } from './rights'
import { startEmbeddedCluster } from './embedded/embedded-cluster'

/** The configured cluster, or the embedded one. A cluster that does not answer is no reason not to start. */
export async function openCluster(config: Config, log: Logger): Promise<Cluster> {
  const namespace = config.workloadNamespace
  // Only then there may be several processes, of which one has to lead.
  const several = provider(config.databaseUrl) === 'postgresql'
  const shared = { namespace, log, several, pullSecret: config.registryPull ? PULL_SECRET_NAME : undefined }
  const { cluster } = config
  if (cluster.kind === 'kubeconfig') return makeCluster({ ...shared, client: fromKubeconfig(cluster.file, log) })
  if (cluster.kind === 'in-cluster') return makeCluster({ ...shared, client: KubeClient.inCluster(log) })
  const embedded = await startEmbeddedCluster({ dataDir: config.dataDir, log: log.child({ part: 'embedded cluster' }) })
  return makeCluster({ ...shared, several: false, embedded, client: KubeClient.fromFile(embedded.kubeconfigFile, log) })
}

/** @throws ConfigError where the file is not there, or names no cluster */
function fromKubeconfig(file: string, log: Logger): KubeClient {
  try {
    return KubeClient.fromFile(file, log)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`KUBECONFIG: ${file} cannot be used: ${why}`, { cause })
  }
}
