import { describe, expect, it } from 'vitest'
import { NODES } from '@/lib/cluster/resources'
import { reconcilerWorld } from './testing/world'

const world = reconcilerWorld()

describe('a node', () => {
  it('is NotInstalled, Online, Offline and Online again, and NotInstalled when its Node goes', async () => {
    const w = world()
    const { uniqueName, status } = await w.console.createNode('edge-a')
    expect(status).toBe('NotInstalled')
    const kubelet = w.kubelet(uniqueName)
    await kubelet.join()
    await w.nodeIs('edge-a', 'Online')
    await kubelet.describe('False')
    expect(await w.nodeIs('edge-a', 'Offline')).toMatchObject({ outage: 'notReady', outageReason: 'Test' })
    await kubelet.describe('True')
    expect(await w.nodeIs('edge-a', 'Online')).toMatchObject({ outage: '', outageSince: null, outageReason: '' })
    await w.cluster.client.delete(NODES, { name: uniqueName })
    const gone = await w.nodeIs('edge-a', 'NotInstalled')
    expect(gone.arch).toBe('amd64') // what was known of it stays
    await kubelet.stop()
    await w.kubelet(uniqueName).join()
    await w.nodeIs('edge-a', 'Online')
  })

  it('is Offline when the cluster no longer hears from its machine', async () => {
    const w = world()
    const kubelet = await w.joinNode('edge-a')
    kubelet.loseHeartbeat()
    const silent = await w.nodeIs('edge-a', 'Offline')
    expect(silent).toMatchObject({
      outage: 'unreachable',
      outageReason: expect.stringMatching(/stopped posting/) as string,
    })
    expect(silent.outageSince?.getTime()).toBeGreaterThan(Date.now() - 120_000)
  })

  it('shows what its machine reports, and keeps that current', async () => {
    const w = world()
    const kubelet = await w.joinNode('edge-a')
    const node = await w.eventually(async () => {
      const row = await w.console.node('edge-a')
      expect(JSON.parse(row?.labels ?? '{}')).toHaveProperty('apulisedge/user')
      return row
    })
    expect(node).toMatchObject({
      arch: 'amd64',
      cpuCore: 4,
      memory: 8048996n * 1024n,
      roles: 'agent,edge',
      runtime: 'containerd://1.6.8',
      osImage: 'Debian 12',
      interIp: '10.1.2.3',
      outerIp: '203.0.113.7',
      kubeletVersion: 'v1.22.6-kubeedge-v1.12.1',
    })
    expect(node?.lastHeartbeat?.getTime()).toBeGreaterThan(Date.now() - 60_000)
    // As a clock that was ahead left it.
    const lastHeartbeat = new Date(Date.now() + 6 * 3_600_000)
    await w.console.db.write((tx) => tx.node.updateMany({ data: { lastHeartbeat } }))
    await kubelet.describe('True', { cpu: '7500m', osImage: 'Debian 13' })
    await w.eventually(async () =>
      expect(await w.console.node('edge-a')).toMatchObject({ cpuCore: 7, osImage: 'Debian 13' }),
    )
    const again = await w.console.node('edge-a')
    expect(again?.lastHeartbeat?.getTime()).toBeLessThan(Date.now() + 1000)
    await w.cluster.client.patch(NODES, { name: kubelet.nodeName }, { metadata: { labels: { site: 'north' } } })
    await w.eventually(async () => expect((await w.console.node('edge-a'))?.labels).toContain('"site":"north"'))
  })

  it.each([
    ['edge-a.1', { labels: { 'apulisedge/node-name': 'edge-a.1' } }],
    ['边缘 节点', { annotations: { 'apulisedge/node-name': '边缘 节点' } }],
    ['x'.repeat(64), { annotations: { 'apulisedge/node-name': 'x'.repeat(64) } }],
  ])('named %s is marked as its tenant’s in the cluster, whoever takes the marks away', async (name, marks) => {
    const w = world()
    const { nodeName } = await w.joinNode(name)
    const isMarked = () =>
      w.eventually(async () => {
        const { metadata } = await w.cluster.client.get(NODES, { name: nodeName })
        expect(metadata).toMatchObject(marks)
        expect(metadata.labels).toMatchObject({
          'apulisedge/cluster': '0',
          'apulisedge/group': '0',
          'apulisedge/user': '1',
        })
      })
    await isMarked()
    const without = { 'apulisedge/node-name': null, 'apulisedge/user': null }
    await w.cluster.client.patch(NODES, { name: nodeName }, { metadata: { labels: without, annotations: without } })
    await isMarked()
  })

  it('goes from the cluster and then from the records when it is deleted', async () => {
    const w = world()
    const { nodeName } = await w.joinNode('edge-a')
    await w.console.deleteNode('edge-a')
    await w.eventually(async () => expect(await w.console.node('edge-a')).toBeNull())
    await expect(w.cluster.client.get(NODES, { name: nodeName })).rejects.toMatchObject({ reason: 'NotFound' })
  })

  it('goes from the records when it is deleted and was never in the cluster', async () => {
    const w = world()
    await w.console.createNode('edge-a')
    await w.console.deleteNode('edge-a')
    await w.eventually(async () => expect(await w.console.node('edge-a')).toBeNull())
    expect(w.console.told.filter(({ observed }) => observed)).toHaveLength(1)
  })

  it('stays Deleting, whatever its machine reports, until the cluster let it go', async () => {
    const w = world()
    const kubelet = await w.joinNode('edge-a')
    const { client } = w.cluster
    await client.patch(NODES, { name: kubelet.nodeName }, { metadata: { finalizers: ['example.com/held'] } })
    await w.console.deleteNode('edge-a')
    await w.eventually(async () => {
      const { metadata } = await client.get(NODES, { name: kubelet.nodeName })
      expect(metadata.deletionTimestamp).toBeDefined()
    })
    await kubelet.describe('False')
    await kubelet.describe('True')
    expect((await w.console.node('edge-a'))?.status).toBe('Deleting')
    await client.patch(NODES, { name: kubelet.nodeName }, { metadata: { finalizers: null } })
    await w.eventually(async () => expect(await w.console.node('edge-a')).toBeNull())
  })

  it('of the cluster that is in no record is left alone', async () => {
    const w = world()
    const stranger = w.kubelet('stranger-1')
    await stranger.join()
    await w.joinNode('edge-a')
    await w.eventually(async () => {
      const { metadata } = await w.cluster.client.get(NODES, { name: 'stranger-1' })
      expect(Object.keys(metadata.labels ?? {}).filter((label) => label.startsWith('apulisedge/'))).toEqual([])
    })
  })
})
