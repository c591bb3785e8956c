import type { NodeObject } from '@/lib/cluster/kinds'
import { fieldNotSupported, type FieldError } from '../api-error'
import type { Strategy } from '../resources'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const NOT_READY = 'node.kubernetes.io/not-ready'

export const nodeStrategy: Strategy<NodeObject> = {
  prepareCreate(node) {
    // the TaintNodesByCondition admission: no pod goes to a node before the lifecycle controller has seen it ready
    const taints = node.spec?.taints ?? []
    const tainted = taints.some(({ key, effect }) => key === NOT_READY && effect === 'NoSchedule')
    node.spec = { ...node.spec, taints: tainted ? taints : [...taints, { key: NOT_READY, effect: 'NoSchedule' }] }
  },
  defaults(node) {
    if (!node.status?.capacity) return
    node.status = { ...node.status, allocatable: { ...node.status.capacity, ...node.status.allocatable } }
  },
  prepareUpdate(node, old) {
    node.status = old.status
  },
  prepareStatusUpdate(node, old) {
    node.spec = old.spec
  },
  validate: ({ spec }): FieldError[] =>
    (spec?.taints ?? []).flatMap(({ effect }, index) =>
      EFFECTS.includes(effect) ? [] : [fieldNotSupported(`metadata.taints[${index}].effect`, effect, EFFECTS)],
    ),
  fields: (node) => ({ 'spec.unschedulable': String(node.spec?.unschedulable ?? false) }),
}
