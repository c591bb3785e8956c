'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { placeOf } from '@/lib/client/places'
import { useRecentPlaces } from '@/lib/client/use-recent-places'
import { usePageFocus } from './use-page-focus'

/** Goes along from page to page: with the focus, and by remembering which records were looked at. */
export function PageFollower() {
  const pathname = usePathname()
  const place = placeOf(pathname, useSearchParams())
  const { places, visit } = useRecentPlaces()
  const isNew = place !== undefined && places[0]?.href !== place.href
  useEffect(() => {
    if (isNew) visit(place)
  })
  usePageFocus(place?.href ?? pathname)
  return null
}
