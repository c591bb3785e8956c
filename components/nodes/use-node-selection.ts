'use client'
import { useMemo, useRef, useState } from 'react'
import type { Selection } from '@/components/list/columns'
import { callOperation } from '@/lib/client/api'
import { toListInput, type ListQuery } from '@/lib/client/list-query'
import type { NodeRecord } from '@/lib/nodes/schema'
import type { nodeListSpec } from './node-constants'

/** How many can be acted on at once. */
export const MOST_SELECTED = 1000

/**
 * The nodes that are selected, across pages, as they were when they were selected.
 * @param shown those of the page that is shown
 */
export function useNodeSelection(query: ListQuery<typeof nodeListSpec>, shown: readonly NodeRecord[] = []) {
  const [nodes, setNodes] = useState<ReadonlyMap<string, NodeRecord>>(new Map())
  // Not a state: what has just been fetched is selected by whoever asked for it, before anything is drawn again.
  const fetched = useRef<readonly NodeRecord[]>([])
  const selected = useMemo(() => new Set(nodes.keys()), [nodes])
  const selection: Selection = {
    selected,
    onChange: (names) => {
      const known = new Map([...fetched.current, ...shown, ...nodes.values()].map((node) => [node.name, node]))
      setNodes(new Map([...names].flatMap((name) => entryOf(known, name))))
    },
  }
  return {
    selection,
    nodes: [...nodes.values()],
    /** Takes these out, as they are done. */
    drop: (names: readonly string[]) => setNodes(new Map([...nodes].filter(([name]) => !names.includes(name)))),
    /** All that match the list's query, up to as many as may be selected. */
    allMatching: async () => {
      const content = { ...toListInput(query), pageNum: 1, pageSize: MOST_SELECTED }
      const answer = await callOperation('node/listNode', content)
      fetched.current = answer.nodes
      return answer.nodes.map(({ name }) => name)
    },
  }
}

function entryOf(known: ReadonlyMap<string, NodeRecord>, name: string): [string, NodeRecord][] {
  const node = known.get(name)
  return node ? [[name, node]] : []
}
