'use client'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'

/**
 * Whether a dialog of the page is open. An address that has `name` in its query opens it, so that other pages can lead
 * to it; the name is then taken out of the address, so that a way back does not open it once more.
 */
export function useOpened(name: string): [open: boolean, setOpen: (open: boolean) => void] {
  const router = useRouter()
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
    // Not `history.replaceState`: the router, which is still on its way here, would put the name back.
    router.replace(url.pathname + url.search, { scroll: false })
  }, [asked, name, router])
  return [open, setOpen]
}
