import { describe, expect, it } from 'vitest'
import type { NodeObject } from '@/lib/cluster/kinds'
import { isEdgeNode, observeNode } from './observed'

const object = (metadata: NodeObject['metadata'], status?: NodeObject['status']): NodeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata,
  ...(status ? { status } : {}),
})
const ready = (status: 'True' | 'False' | 'Unknown') =>
  object(
    {},
    {
      conditions: [
        { type: 'MemoryPressure', status: 'True' },
        { type: 'Ready', status },
      ],
    },
  )

describe('observeNode', () => {
  it('copies what the Node tells', () => {
    const observed = observeNode(
      object(
        { labels: { 'node-role.kubernetes.io/edge': '', 'node-role.kubernetes.io/agent': '', site: '北京' } },
        {
          capacity: { cpu: '3920m', memory: '8048996Ki' },
          conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-11-21T09:00:00Z' }],
          addresses: [
            { type: 'Hostname', address: 'edge' },
            { type: 'InternalIP', address: '10.0.0.7' },
            { type: 'InternalIP', address: 'fd00::7' },
            { type: 'ExternalIP', address: '203.0.113.7' },
          ],
          nodeInfo: {
            architecture: 'arm64',
            containerRuntimeVersion: 'containerd://1.7',
            osImage: 'Ubuntu 22.04',
            kubeletVersion: 'v1.29.5-kubeedge-v1.18.0',
          },
        },
      ),
    )
    expect(observed).toEqual({
      status: 'Online',
      arch: 'arm64',
      cpuCore: 3,
      memory: 8048996n * 1024n,
      roles: 'agent,edge',
      runtime: 'containerd://1.7',
      osImage: 'Ubuntu 22.04',
      interIp: '10.0.0.7',
      outerIp: '203.0.113.7',
      kubeletVersion: 'v1.29.5-kubeedge-v1.18.0',
      labels: '{"node-role.kubernetes.io/edge":"","node-role.kubernetes.io/agent":"","site":"北京"}',
      lastHeartbeat: new Date('2026-11-21T09:00:00Z'),
      outage: '',
      outageSince: null,
      outageReason: '',
    })
  })

  it.each([
    ['True', 'Online'],
    ['False', 'Offline'],
    ['Unknown', 'Offline'],
  ] as const)('Ready %s is %s, whatever else is the matter', (status, expected) => {
    expect(observeNode(ready(status)).status).toBe(expected)
  })

  it.each([
    ['False', 'notReady'],
    ['Unknown', 'unreachable'],
  ] as const)('Ready %s: the machine is %s, since when and why as the cluster says', (status, outage) => {
    const condition = { type: 'Ready', status, lastTransitionTime: '2026-11-21T08:00:00Z' }
    const outageSince = new Date('2026-11-21T08:00:00Z')
    const seen = (more: { reason?: string; message?: string }) =>
      observeNode(object({}, { conditions: [{ ...condition, ...more }] }))
    expect(seen({ reason: 'R', message: 'why' })).toMatchObject({ outage, outageSince, outageReason: 'why' })
    expect(seen({ reason: 'R' }).outageReason).toBe('R')
    expect(seen({}).outageReason).toBe('')
  })

  it.each([
    [{ 'node-role.kubernetes.io/edge': '' }, true],
    [{ 'node-role.kubernetes.io/edge': 'true' }, false],
    [{ 'node-role.kubernetes.io/agent': '' }, false],
    [{}, false],
  ])('a Node with the labels %j is KubeEdge’s: %s', (labels, expected) => expect(isEdgeNode(labels)).toBe(expected))

  it('makes do with a Node that tells nothing yet', () => {
    expect(observeNode(object({}))).toEqual({
      status: 'Offline',
      arch: '',
      cpuCore: 0,
      memory: 0n,
      roles: '',
      runtime: '',
      osImage: '',
      interIp: '',
      outerIp: '',
      kubeletVersion: '',
      labels: '{}',
      lastHeartbeat: null,
      outage: 'unreachable',
      outageSince: null,
      outageReason: '',
    })
  })

  it('makes do with numbers and times that are none', () => {
    const odd = object(
      {},
      {
        capacity: { cpu: 'many', memory: '-5' },
        conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: 'yesterday' }],
      },
    )
    expect(observeNode(odd)).toMatchObject({ cpuCore: 0, memory: 0n, lastHeartbeat: null })
  })

  it('takes the architecture of the label where the kubelet has not told it', () => {
    expect(observeNode(object({ labels: { 'kubernetes.io/arch': 'amd64' } })).arch).toBe('amd64')
  })

  it('takes roles in the order of the alphabet, and none without a name', () => {
    const labels = {
      'node-role.kubernetes.io/': '',
      'node-role.kubernetes.io/b': 'x',
      'node-role.kubernetes.io/a': '',
      'x/c': '',
    }
    expect(observeNode(object({ labels })).roles).toBe('a,b')
  })
})
