import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { KubeList, NodeObject } from '@/lib/cluster/kinds'
import { eventually } from '@/lib/cluster/conformance/fixtures'
import { TargetClient, targetOf } from '@/lib/cluster/conformance/target'
import { startEmbeddedCluster } from './embedded-cluster'
import { silent } from './testing'

it('keeps everything that was answered when its process is killed, and never goes back with its revisions', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'embedded-crash-'))
  const child = fork(join(import.meta.dirname, 'crash-child.ts'), [dataDir], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve())
      child.once('exit', (code) => reject(new Error(`the child ended with ${code}`)))
    })
    const before = new TargetClient(targetOf('child', join(dataDir, 'kubeconfig.yaml')))
    const create = (index: number) =>
      before.create('/api/v1/namespaces/default/configmaps', { metadata: { name: `kept-${index}` } })
    const created = await Promise.all(Array.from({ length: 50 }, (_, index) => create(index)))
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await exited
    before.close()

    const cluster = await startEmbeddedCluster({ dataDir, log: silent, nodeHeartbeatMs: 500 })
    const after = new TargetClient(targetOf('again', cluster.kubeconfigFile))
    const list = await after.must<KubeList>('GET', '/api/v1/namespaces/default/configmaps')
    expect(list.items).toHaveLength(50)
    const highest = Math.max(...created.map(({ metadata }) => Number(metadata.resourceVersion)))
    expect(Number(list.metadata.resourceVersion)).toBeGreaterThan(highest)
    const isReady = ({ status }: NodeObject) =>
      status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') === true
    await eventually(() => after.must<NodeObject>('GET', '/api/v1/nodes/edge-1'), isReady)
    after.close()
    await cluster.stop()
  } finally {
    child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }
}, 60_000)
