'use client'
import { useMemo } from 'react'
import { useOperation } from '@/lib/client/use-operation'

const NAMED = { status: 'Offline', pageNum: 1, pageSize: 1000 } as const

/** Names of nodes that are not heard from, up to a thousand: what they said last may no longer hold. */
export function useOfflineNodes(): ReadonlySet<string> {
  const { data } = useOperation('node/listNode', NAMED)
  return useMemo(() => new Set(data?.nodes.map((node) => node.name)), [data])
}
