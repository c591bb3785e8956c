import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll } from 'vitest'
import { startEmbeddedCluster, type EmbeddedCluster } from '@/lib/cluster/embedded/embedded-cluster'
import { defineConformance } from './define-conformance'
import { targetOf } from './target'

const kubeconfig = process.env.KUBECONFIG_UNDER_TEST

if (kubeconfig) {
  defineConformance('a real API server', () => Promise.resolve(targetOf('real', kubeconfig)))
} else {
  let cluster: EmbeddedCluster | undefined
  let dataDir: string | undefined

  defineConformance('the embedded cluster', async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'embedded-'))
    cluster = await startEmbeddedCluster({ dataDir, log: pino({ level: 'error' }), nodeGraceMs: 4_000 })
    return targetOf('embedded', cluster.kubeconfigFile)
  })

  afterAll(async () => {
    await cluster?.stop()
    if (dataDir) await rm(dataDir, { recursive: true, force: true })
  })
}
