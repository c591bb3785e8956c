'use client'
import { useStored } from '@/lib/client/use-stored'

const KEY = 'list-density'

/** Height of a row and what follows from it. */
export type Density = 'comfortable' | 'compact'

/** How dense all tables are, as this browser remembers it. */
export function useDensity(): [density: Density, choose: (density: Density) => void] {
  const [stored, store] = useStored(KEY)
  return [stored === 'compact' ? 'compact' : 'comfortable', store]
}
