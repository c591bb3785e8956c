import { describe, expect, it } from 'vitest'
import { reconcilerWorld } from './testing/world'

const world = reconcilerWorld()

/** A node `edge-a` with version 1 of `app` running on it. */
async function running(restartPolicy: 'Always' | 'Never' = 'Always') {
  const w = world()
  const kubelet = await w.joinNode('edge-a')
  await w.console.publish('app', '1', { restartPolicy })
  await w.console.deploy('app', '1', 'edge-a')
  const row = await w.deploymentIs('app', 'edge-a', 'Running')
  return { w, kubelet, row }
}

describe('restarting', () => {
  it('replaces the pod of a workload that stays the same', async () => {
    const { w, row } = await running()
    const before = await w.workloads(row.deployUUID)
    await w.console.restart('app', '1', 'edge-a')
    await w.eventually(async () => {
      const { deployments, pods } = await w.workloads(row.deployUUID)
      expect(deployments.map(({ metadata }) => metadata.uid)).toEqual([before.deployments[0]?.metadata.uid])
      expect(pods).toHaveLength(1)
      expect(pods[0]?.metadata.uid).not.toBe(before.pods[0]?.metadata.uid)
    })
    const after = await w.deploymentIs('app', 'edge-a', 'Running')
    expect(after).toMatchObject({ version: '1', deployUUID: row.deployUUID })
    const { deployments } = await w.workloads(row.deployUUID)
    expect(deployments[0]?.spec.template.metadata?.annotations).toMatchObject({
      'kubectl.kubernetes.io/restartedAt': after.restartedAt?.toISOString(),
    })
  })

  it('makes a Job that ended anew', async () => {
    const { w, kubelet, row } = await running('Never')
    kubelet.fateOf = () => 'succeeds'
    await kubelet.review()
    await w.deploymentIs('app', 'edge-a', 'Completed')
    const [ended] = (await w.workloads(row.deployUUID)).jobs
    kubelet.fateOf = () => 'runs'
    await w.console.restart('app', '1', 'edge-a')
    await w.deploymentIs('app', 'edge-a', 'Running')
    const { jobs } = await w.workloads(row.deployUUID)
    expect(jobs.map(({ metadata }) => metadata.uid)).not.toContain(ended?.metadata.uid)
    expect(jobs).toHaveLength(1)
  })
})

describe('rolling back', () => {
  it('brings back the version that ran, in place of one that does not start', async () => {
    const { w, kubelet, row } = await running()
    kubelet.fateOf = (image) => (image.endsWith(':2') ? 'cannot be pulled' : 'runs')
    await w.console.publish('app', '2')
    await w.console.deploy('app', '2', 'edge-a')
    await w.eventually(async () => {
      expect((await w.console.deployment('app', 'edge-a'))?.reason).toContain('ImagePullBackOff')
    })
    await w.console.rollBack('app', 'edge-a')
    const back = await w.deploymentIs('app', 'edge-a', 'Running')
    expect(back).toMatchObject({ version: '1', previousVersion: '2', deployUUID: row.deployUUID, reason: '' })
    await w.eventually(async () => {
      const { pods } = await w.workloads(row.deployUUID)
      expect(pods.map(({ spec }) => spec.containers[0]?.image)).toEqual([row.containerImagePath])
    })
  })
})
