'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'

/**
 * Whether a dialog of the page is open. An address that has `name` in its query opens it, so that other pages can lead
 * to it; the name is then taken out of the address, so that a way back does not open it once more.
 */
export function useOpened(name: string): [open: boolean, setOpen: (open: boolean) => void] {
  const asked = useSearchParams().has(name)
  const [open, setOpen] = useState(asked)
  const [known, setKnown] = useState(asked)
  if (known !== asked) {
    setKnown(asked)
    if (asked) setOpen(true)
  }
  useEffect(() => {
    if (!asked) return
    const url = new URL(window.location.href)
    url.searchParams.delete(name)
    window.history.replaceState(null, '', url.pathname + url.search)
  }, [asked, name])
  return [open, setOpen]
}
