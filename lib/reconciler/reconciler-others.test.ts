import { expect, it } from 'vitest'
import type { DeploymentObject } from '@/lib/cluster/kinds'
import { DEPLOYMENTS, NODES } from '@/lib/cluster/resources'
import { DEPLOY_LABEL, SPEC_HASH } from '@/lib/deployments/workload'
import { NAMESPACE } from './testing/cluster-under-test'
import { reconcilerWorld } from './testing/world'

const world = reconcilerWorld()

it('leaves what others set in a workload when it updates it, and takes away what it had set itself', async () => {
  const w = world()
  await w.joinNode('edge-a')
  await w.console.publish('app', '1', {
    maxCpuQuota: 1,
    network: { type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] },
  })
  await w.console.publish('app', '2', { network: { type: 'Host' } })
  await w.console.publish('app', '3', {
    network: { type: 'PortMapping', portMappings: [{ containerPort: 81, hostPort: 8081 }] },
  })
  await w.console.deploy('app', '1', 'edge-a')
  const { deployUUID } = await w.deploymentIs('app', 'edge-a', 'Running')
  const at = { name: deployUUID, namespace: NAMESPACE }
  const before = await w.cluster.client.patchStrategic(DEPLOYMENTS, at, {
    metadata: { labels: { team: 'tills' }, annotations: { 'tool.example/seen': 'yes' } },
    spec: {
      replicas: 0,
      revisionHistoryLimit: 3,
      template: {
        metadata: { annotations: { 'mesh.example/inject': 'true' } },
        spec: { terminationGracePeriodSeconds: 7, nodeSelector: { disk: 'ssd' } },
      },
    },
  })
  const updated = async (version: string): Promise<DeploymentObject> => {
    const hash = (await w.cluster.client.get(DEPLOYMENTS, at)).metadata.annotations?.[SPEC_HASH]
    await w.console.deploy('app', version, 'edge-a')
    return w.eventually(async () => {
      const object = await w.cluster.client.get(DEPLOYMENTS, at)
      if (object.metadata.annotations?.[SPEC_HASH] === hash) throw new Error(`not yet version ${version}`)
      return object
    })
  }
  const second = await updated('2')
  expect(second.metadata.uid).toBe(before.metadata.uid)
  expect(second.metadata.labels).toMatchObject({ team: 'tills', [DEPLOY_LABEL]: deployUUID })
  expect(second.metadata.annotations).toMatchObject({ 'tool.example/seen': 'yes', 'apulisedge/version': '2' })
  expect(second.spec).toMatchObject({ replicas: 0, revisionHistoryLimit: 3 })
  expect(second.spec.template.metadata?.annotations).toEqual({ 'mesh.example/inject': 'true' })
  expect(second.spec.template.spec).toMatchObject({ hostNetwork: true, terminationGracePeriodSeconds: 7 })
  expect(second.spec.template.spec.nodeSelector).toMatchObject({ disk: 'ssd' })
  const [container, ...more] = second.spec.template.spec.containers
  expect(more).toEqual([])
  expect(container?.resources ?? {}).toEqual({})
  expect(container?.ports ?? []).toEqual([])
  const third = await updated('3')
  expect(third.spec.template.spec.hostNetwork ?? false).toBe(false)
  expect(third.spec.template.spec.containers[0]?.ports).toMatchObject([{ containerPort: 81 }])
  expect(third.spec.template.spec.terminationGracePeriodSeconds).toBe(7)
})

it('says of a workload that others scaled to none that it does not run, and leaves it to them', async () => {
  const w = world()
  await w.joinNode('edge-a')
  await w.console.publish('app', '1')
  await w.console.deploy('app', '1', 'edge-a')
  const { deployUUID } = await w.deploymentIs('app', 'edge-a', 'Running')
  const scale = (replicas: number) =>
    w.cluster.client.patch(DEPLOYMENTS, { name: deployUUID, namespace: NAMESPACE }, { spec: { replicas } })
  await scale(0)
  const { reason } = await w.deploymentIs('app', 'edge-a', 'Abnormal')
  expect(reason).toMatch(/^ScaledToZero: /)
  await scale(1)
  await w.deploymentIs('app', 'edge-a', 'Running')
})

it('marks a node while others write to it all the time', async () => {
  const w = world()
  const { uniqueName } = await w.console.createNode('edge-a')
  const kubelet = w.kubelet(uniqueName)
  let writing = true
  await kubelet.join({ team: 'tills' })
  const others = (async () => {
    for (let n = 0; writing; n++) {
      await w.cluster.client.patch(NODES, { name: uniqueName }, { metadata: { annotations: { n: String(n) } } })
    }
  })()
  await w.eventually(async () => {
    const { metadata } = await w.cluster.client.get(NODES, { name: uniqueName })
    expect(metadata.labels).toMatchObject({ team: 'tills', 'apulisedge/node-name': 'edge-a' })
    expect(Number(metadata.annotations?.n)).toBeGreaterThan(0)
  })
  writing = false
  await others
})
