import { describe, expect, it } from 'vitest'
import { PULL_SECRET_NAME } from '@/lib/cluster/rights'
import { NAMESPACE } from './testing/cluster-under-test'
import { reconcilerWorld } from './testing/world'

const world = reconcilerWorld()
const NAMED = [{ name: PULL_SECRET_NAME }]

describe('workloads and the secret', () => {
  it('name it when they are made, and one that runs is not restarted for it', async () => {
    const w = world()
    await w.joinNode('edge-a')
    await w.console.publish('old', '1')
    await w.console.deploy('old', '1', 'edge-a')
    const old = await w.deploymentIs('old', 'edge-a', 'Running')
    const before = await w.workloads(old.deployUUID)
    await w.console.stop()
    w.console.start(NAMESPACE, PULL_SECRET_NAME)
    await w.console.publish('new', '1')
    await w.console.publish('once', '1', { restartPolicy: 'Never' })
    for (const app of ['new', 'once']) await w.console.deploy(app, '1', 'edge-a')
    for (const app of ['new', 'once']) {
      const row = await w.deploymentIs(app, 'edge-a', 'Running')
      const { deployments, jobs, pods } = await w.workloads(row.deployUUID)
      for (const { spec } of [...deployments, ...jobs]) expect(spec.template.spec.imagePullSecrets).toEqual(NAMED)
      expect(pods.map(({ spec }) => spec.imagePullSecrets)).toEqual([NAMED])
    }
    const after = await w.workloads(old.deployUUID)
    const identities = ({ pods, deployments }: typeof after) =>
      [...pods, ...deployments].map(({ metadata }) => metadata.uid)
    expect(identities(after)).toEqual(identities(before))
    expect(after.pods[0]?.spec.imagePullSecrets).toBeUndefined()

    await w.console.restart('old', '1', 'edge-a')
    await w.eventually(async () => {
      const { pods } = await w.workloads(old.deployUUID)
      expect(pods.map(({ spec }) => spec.imagePullSecrets)).toEqual([NAMED])
    })
  })

  it.each(['Always', 'Never'] as const)(
    'one that cannot get its image is given it at once (%s)',
    async (restartPolicy) => {
      const w = world()
      const kubelet = await w.joinNode('edge-a')
      kubelet.fateOf = () => 'cannot be pulled'
      await w.console.publish('app', '1', { restartPolicy })
      await w.console.deploy('app', '1', 'edge-a')
      await w.eventually(async () => {
        expect((await w.console.deployment('app', 'edge-a'))?.reason).toContain('ImagePullBackOff')
      })
      kubelet.fateOf = () => 'runs'
      await w.console.stop()
      w.console.start(NAMESPACE, PULL_SECRET_NAME)
      const row = await w.deploymentIs('app', 'edge-a', 'Running')
      await w.eventually(async () => {
        const { pods } = await w.workloads(row.deployUUID)
        expect(pods.map(({ spec }) => spec.imagePullSecrets)).toEqual([NAMED])
      })
    },
  )
})
