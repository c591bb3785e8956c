'use client'
import { useMemo } from 'react'
import { placesIn, withPlace, type Place } from './places'
import { useSession } from './session'
import { useStored } from './use-stored'

/** The records whose pages this user saw last in this browser, and what notes another. */
export function useRecentPlaces(): { places: readonly Place[]; visit: (place: Place) => void } {
  const { session } = useSession()
  const [stored, store] = useStored(`recent-places-${session?.userId ?? ''}`)
  const places = useMemo(() => placesIn(stored), [stored])
  return { places, visit: (place) => session && store(withPlace(stored, place)) }
}
