import { describe, expect, it } from 'vitest'
import type { NodeObject, ObjectMeta } from '@/lib/cluster/kinds'
import { missingMarks } from './marks'
import type { NodeRow } from './store'

const row = (name: string) => ({ name, clusterId: 0, groupId: 2, userId: 7 }) as NodeRow
const node = (metadata: ObjectMeta): NodeObject => ({ apiVersion: 'v1', kind: 'Node', metadata })
const TENANT = { 'apulisedge/cluster': '0', 'apulisedge/group': '2', 'apulisedge/user': '7' }

describe('missingMarks', () => {
  it('labels the Node with its name and its tenant', () => {
    expect(missingMarks(row('edge-1'), node({ labels: { other: 'x' } }))).toEqual({
      metadata: { labels: { ...TENANT, 'apulisedge/node-name': 'edge-1' }, annotations: {} },
    })
  })

  it.each(['边缘节点', 'two words', 'x'.repeat(64), '-starts', 'ends-', 'a/b'])(
    'annotates the name %j, which is no label',
    (name) => {
      const patch = missingMarks(row(name), node({ labels: TENANT }))
      expect(patch).toEqual({ metadata: { labels: {}, annotations: { 'apulisedge/node-name': name } } })
    },
  )

  it.each(['a', 'A.b_c-1', 'x'.repeat(63)])('labels the name %j', (name) => {
    expect(missingMarks(row(name), node({}))?.metadata.labels['apulisedge/node-name']).toBe(name)
  })

  it('patches nothing where all is there', () => {
    const labels = { ...TENANT, 'apulisedge/node-name': 'edge-1' }
    expect(missingMarks(row('edge-1'), node({ labels }))).toBeUndefined()
    expect(
      missingMarks(row('节点'), node({ labels: TENANT, annotations: { 'apulisedge/node-name': '节点' } })),
    ).toBeUndefined()
  })

  it('patches only what is missing or wrong', () => {
    const labels = { ...TENANT, 'apulisedge/user': '8', 'apulisedge/node-name': 'edge-1' }
    expect(missingMarks(row('edge-1'), node({ labels }))).toEqual({
      metadata: { labels: { 'apulisedge/user': '7' }, annotations: {} },
    })
  })
})
