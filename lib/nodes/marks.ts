import type { NodeObject, StringMap } from '@/lib/cluster/kinds'
import type { NodeRow } from './store'

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/
/** A label, or where a label cannot hold it an annotation. */
export const NODE_NAME = 'apulisedge/node-name'

interface MetadataPatch {
  metadata: { labels: Record<string, string | null>; annotations: Record<string, string | null> }
}

/** Whose node it is, and its name where that is a label's value. */
export function markingLabels(row: Pick<NodeRow, 'clusterId' | 'groupId' | 'userId' | 'name'>): StringMap {
  return {
    'apulisedge/cluster': String(row.clusterId),
    'apulisedge/group': String(row.groupId),
    'apulisedge/user': String(row.userId),
    ...(LABEL_VALUE.test(row.name) ? { [NODE_NAME]: row.name } : {}),
  }
}

/** The merge patch that gives the Node the marks of PROTOCOL.md §6, or undefined where it has them. */
export function missingMarks(row: NodeRow, { metadata }: NodeObject): MetadataPatch | undefined {
  const isLabel = LABEL_VALUE.test(row.name)
  const labels = missing(markingLabels(row), metadata.labels)
  const annotations = missing(isLabel ? {} : { [NODE_NAME]: row.name }, metadata.annotations)
  if (Object.keys(labels).length === 0 && Object.keys(annotations).length === 0) return undefined
  return { metadata: { labels, annotations } }
}

function missing(wanted: StringMap, present: StringMap | undefined): StringMap {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => present?.[name] !== value))
}
