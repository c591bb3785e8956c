'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isTyping, layerIsOpen } from '@/lib/client/key-scope'
import { leave } from '@/lib/client/unsaved'
import { ShellKeyReader } from './shell-keys'

/** Marks the palette, which its own key closes again; no other layer gives way to it. */
export const PALETTE_ATTRIBUTE = 'data-palette'

interface Acts {
  togglePalette: () => void
  openKeys: () => void
}

/** The keys that work on every page. `acts` must stay the same object. */
export function useShellKeys({ togglePalette, openKeys }: Acts): void {
  const router = useRouter()
  useEffect(() => {
    const reader = new ShellKeyReader()
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return
      const asked = reader.read(event, !isTyping(event.target) && !layerIsOpen(), event.timeStamp)
      if (asked === undefined) return
      event.preventDefault()
      if (asked === 'keys') openKeys()
      else if (asked !== 'palette') leave(() => router.push(asked.go))
      else if (!layerIsOpen() || document.querySelector(`[${PALETTE_ATTRIBUTE}]`)) togglePalette()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [router, togglePalette, openKeys])
}
