'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { placeOf } from '@/lib/client/places'
import { useRecentPlaces } from '@/lib/client/use-recent-places'

/** Remembers which records were looked at; stands once, around all pages. */
export function PageFollower() {
  const place = placeOf(usePathname(), useSearchParams())
  const { places, visit } = useRecentPlaces()
  const isNew = place !== undefined && places[0]?.href !== place.href
  useEffect(() => {
    if (isNew) visit(place)
  })
  return null
}
