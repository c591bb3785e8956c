import type { NodeResult } from '@/lib/deployments/schema'

/** The outcome of each node, from the `data` of an answer that not all went well (PROTOCOL.md §8). */
export function readNodeResults(data: unknown): NodeResult[] {
  if (!isObject(data) || !Array.isArray(data['results'])) return []
  return data['results'].flatMap((result: unknown) => {
    if (!isObject(result)) return []
    const { nodeName, ok, reason } = result
    if (typeof nodeName !== 'string' || typeof ok !== 'boolean') return []
    return [{ nodeName, ok, reason: typeof reason === 'string' ? reason : '' }]
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** What the server says against a node, in its words; "the version does not run on <arch>" besides. */
const REFUSALS = {
  'record not found': 'noNode',
  'the node is being deleted': 'nodeDeleting',
  'the node has not joined yet': 'notJoined',
  'the application is being taken off this node': 'takingOff',
  'this version is on the node already': 'present',
  'this version is not on the node': 'absent',
  'delete failed! status is deleting': 'takingOff',
  'the node is named twice': 'twice',
} as const

type RefusalKey = (typeof REFUSALS)[keyof typeof REFUSALS]

const WRONG_ARCH = /^the version does not run on (.+)$/

type Refusal = { key: RefusalKey } | { key: 'arch'; arch: string } | { key: 'other'; text: string }

export function readRefusal(reason: string): Refusal {
  if (isKnown(reason)) return { key: REFUSALS[reason] }
  const arch = WRONG_ARCH.exec(reason)?.[1]
  return arch === undefined ? { key: 'other', text: reason } : { key: 'arch', arch }
}

function isKnown(reason: string): reason is keyof typeof REFUSALS {
  return Object.hasOwn(REFUSALS, reason)
}
