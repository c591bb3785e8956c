'use client'
import useSWR from 'swr'

const PARTS = ['database', 'cluster', 'registry'] as const
export type ServerPart = (typeof PARTS)[number]

interface Health {
  warnings?: string[]
  parts?: Partial<Record<ServerPart, { ok?: boolean; embedded?: boolean }>>
}

/** The SWR key; a call that fails asks for it anew, see `swr-options.ts`. */
export const HEALTH_PATH = '/api/health'

/** How often it is asked for: seldom while all is well, soon again while something is not. */
const WELL_MS = 60_000
const BROKEN_MS = 5000

async function fetchHealth(path: string): Promise<Health> {
  const response = await fetch(path, { signal: AbortSignal.timeout(10_000) })
  // 503 tells of a part that does not work, in the same shape.
  return (await response.json()) as Health
}

/** Whether the cluster is the embedded one, on which virtual nodes can be joined; false until known. */
export function useEmbeddedCluster(): boolean {
  const { data } = useSWR<Health>(HEALTH_PATH, fetchHealth, { revalidateOnFocus: false })
  return data?.parts?.cluster?.embedded ?? false
}

/** Whether the server told that edge machines cannot reach it at the address which it gives them. */
export function usePublicUrlIsLocal(): boolean {
  const { data } = useSWR<Health>(HEALTH_PATH, fetchHealth, { revalidateOnFocus: false })
  return data?.warnings?.includes('publicUrlLocal') ?? false
}

const brokenIn = (health: Health | undefined) => PARTS.filter((part) => health?.parts?.[part]?.ok === false)

/** The parts that the console works with and cannot reach now. */
export function useBrokenParts(): readonly ServerPart[] {
  const { data } = useSWR<Health>(HEALTH_PATH, fetchHealth, {
    refreshInterval: (latest) => (brokenIn(latest).length > 0 ? BROKEN_MS : WELL_MS),
  })
  return brokenIn(data)
}
