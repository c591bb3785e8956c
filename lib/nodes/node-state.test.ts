import { describe, expect, it } from 'vitest'
import type { NodeObject, PodObject, PodPhase } from '@/lib/cluster/kinds'
import { describeState } from './node-state'

const node = (status: NodeObject['status'], spec: NodeObject['spec'] = {}): NodeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n', creationTimestamp: '2026-11-20T08:00:00Z' },
  spec,
  status,
})

function pod(
  requests: Record<string, string>[],
  phase: PodPhase = 'Running',
  initRequests: Record<string, string>[] = [],
) {
  const container = (each: Record<string, string>, index: number) => ({
    name: `c${index}`,
    resources: { requests: each },
  })
  const spec = { containers: requests.map(container), initContainers: initRequests.map(container) }
  return { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec, status: { phase } } satisfies PodObject
}

const capacity = { cpu: '4', memory: '1Gi', pods: '110', 'ephemeral-storage': '10G' }
const resourceOf = (state: ReturnType<typeof describeState>, name: string) =>
  state.resources.find((resource) => resource.name === name)

describe('the state of a node', () => {
  it('has its conditions, what is wrong first and Ready before the others', () => {
    const conditions = [
      { type: 'PIDPressure', status: 'False' },
      { type: 'Ready', status: 'True' },
      { type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure' },
      { type: 'KernelDeadlock', status: 'Unknown' },
    ] as const
    const { conditions: told } = describeState(node({ conditions: [...conditions] }), [])
    expect(told.map(({ type, healthy }) => [type, healthy])).toEqual([
      ['DiskPressure', false],
      ['KernelDeadlock', false],
      ['Ready', true],
      ['PIDPressure', true],
    ])
    expect(told[0]).toMatchObject({ reason: 'KubeletHasDiskPressure', message: '', since: null })
  })

  it.each(['False', 'Unknown'] as const)('says that Ready should not be %s, and since when it is', (status) => {
    const ready = { type: 'Ready', status, lastTransitionTime: '2026-11-20T09:00:00Z', message: 'no word' }
    expect(describeState(node({ conditions: [ready] }), []).conditions).toEqual([
      {
        type: 'Ready',
        status,
        healthy: false,
        reason: '',
        message: 'no word',
        since: '2026-11-20T09:00:00.000Z',
        lastHeartbeat: null,
      },
    ])
  })

  it('adds up what pods ask for, without those that have ended', () => {
    const pods = [
      pod([{ cpu: '250m', memory: '64Mi' }, { cpu: '0.5' }]),
      pod([{ cpu: '1' }], 'Succeeded'),
      pod([{ cpu: '1' }], 'Failed'),
      pod([{ cpu: '100m' }], 'Pending', [{ cpu: '2', memory: '32Mi' }]),
    ]
    const state = describeState(node({ capacity, allocatable: { ...capacity, cpu: '3800m' } }), pods)
    expect(resourceOf(state, 'cpu')).toEqual({ name: 'cpu', capacity: 4, allocatable: 3.8, requested: 2.75 })
    expect(resourceOf(state, 'memory')).toMatchObject({ capacity: 2 ** 30, requested: 96 * 2 ** 20 })
    expect(resourceOf(state, 'pods')).toMatchObject({ capacity: 110, requested: 2 })
    expect(resourceOf(state, 'ephemeral-storage')).toMatchObject({ capacity: 10e9, requested: 0 })
  })

  it('does not make up what pods ask for that it may not see', () => {
    const state = describeState(node({ capacity }), undefined)
    expect(state.resources.map(({ requested }) => requested)).toEqual([null, null, null, null])
  })

  it('tells that nothing new is to be scheduled, and why', () => {
    const taint = { key: 'node-role.kubernetes.io/edge', effect: 'NoSchedule' } as const
    const { unschedulable, taints } = describeState(node({}, { unschedulable: true, taints: [taint] }), [])
    expect(unschedulable).toBe(true)
    expect(taints).toEqual([{ key: 'node-role.kubernetes.io/edge', value: '', effect: 'NoSchedule' }])
  })

  it('makes do with a node that says nothing', () => {
    const state = describeState({ apiVersion: 'v1', kind: 'Node', metadata: {} }, [])
    expect(state).toMatchObject({ conditions: [], unschedulable: false, taints: [], joinedAt: null })
    expect(state.versions).toEqual({ kubelet: '', kubeEdge: '', runtime: '', osImage: '', kernel: '' })
  })
})
