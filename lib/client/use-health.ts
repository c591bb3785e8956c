'use client'
import useSWR from 'swr'

interface Health {
  parts?: { cluster?: { detail?: string } }
}

async function fetchHealth(path: string): Promise<Health> {
  const response = await fetch(path, { signal: AbortSignal.timeout(10_000) })
  // 503 tells of a part that does not work, in the same shape.
  return (await response.json()) as Health
}

/** Whether the cluster is the embedded one, on which virtual nodes can be joined; false until known. */
export function useEmbeddedCluster(): boolean {
  const { data } = useSWR<Health>('/api/health', fetchHealth, { revalidateOnFocus: false })
  return data?.parts?.cluster?.detail?.startsWith('embedded') ?? false
}
