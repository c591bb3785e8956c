import { describe, expect, it } from 'vitest'
import type { NodeObject, PodObject } from '@/lib/cluster/kinds'
import { tolerates, unschedulableMessage, whyUnfit } from './fit'

const node = (more: Partial<NodeObject> = {}): NodeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n', labels: { 'kubernetes.io/hostname': 'n' } },
  status: { allocatable: { cpu: '2', memory: '1Gi', pods: '3' } },
  ...more,
})
const pod = (spec: Partial<PodObject['spec']> = {}): PodObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c' }], ...spec },
})
const requesting = (cpu: string, memory: string) =>
  pod({ containers: [{ name: 'c', resources: { requests: { cpu, memory } } }] })
const onPort = (hostPort: number, protocol: 'TCP' | 'UDP' = 'TCP') =>
  pod({ containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort, protocol }] }] })

describe('whether a pod fits a node', () => {
  it('takes what fits', () => {
    expect(whyUnfit(requesting('1', '512Mi'), node(), [requesting('1', '512Mi')])).toBeUndefined()
    expect(whyUnfit(onPort(80), node(), [onPort(81), onPort(80, 'UDP')])).toBeUndefined()
    expect(whyUnfit(pod({ nodeSelector: { 'kubernetes.io/hostname': 'n' } }), node(), [])).toBeUndefined()
  })

  it.each([
    ['a cordoned node', pod(), node({ spec: { unschedulable: true } }), [], ['node(s) were unschedulable'], false],
    [
      'a taint',
      pod(),
      node({ spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }),
      [],
      ['node(s) had untolerated taint {a: }'],
      false,
    ],
    [
      'a selector',
      pod({ nodeSelector: { x: 'y' } }),
      node(),
      [],
      ["node(s) didn't match Pod's node affinity/selector"],
      false,
    ],
    [
      'a taken port',
      onPort(80),
      node(),
      [onPort(80)],
      ["node(s) didn't have free ports for the requested pod ports"],
      true,
    ],
    [
      'the network of the host',
      pod({ hostNetwork: true, containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] }),
      node(),
      [onPort(80)],
      ["node(s) didn't have free ports for the requested pod ports"],
      true,
    ],
    [
      'too much asked',
      requesting('1500m', '1Gi'),
      node(),
      [requesting('600m', '1Mi')],
      ['Insufficient cpu', 'Insufficient memory'],
      true,
    ],
    ['too many pods', pod(), node(), [pod(), pod(), pod()], ['Too many pods'], true],
  ])('refuses %s', (_name, candidate, target, running, reasons, preemptible) => {
    expect(whyUnfit(candidate, target, running)).toEqual({ reasons, preemptible })
  })
})

it.each([
  [{ operator: 'Exists' as const }, true],
  [{ key: 'k', operator: 'Exists' as const }, true],
  [{ key: 'k', value: 'v' }, true],
  [{ key: 'k', value: 'other' }, false],
  [{ key: 'other', operator: 'Exists' as const }, false],
  [{ key: 'k', operator: 'Exists' as const, effect: 'NoExecute' as const }, false],
])('tolerates %j: %s', (toleration, expected) => {
  expect(tolerates([toleration], { key: 'k', value: 'v', effect: 'NoSchedule' })).toBe(expected)
})

it('words what is wrong with how many nodes', () => {
  expect(unschedulableMessage(0, [])).toBe('no nodes available to schedule pods')
  const unfits = [
    { reasons: ['Insufficient cpu'], preemptible: true },
    { reasons: ['node(s) were unschedulable'], preemptible: false },
    { reasons: ['node(s) were unschedulable'], preemptible: false },
  ]
  expect(unschedulableMessage(3, unfits)).toBe(
    '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.',
  )
})
