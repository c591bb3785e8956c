'use client'
import { useMemo, useState, type ReactNode } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { useSession } from '@/lib/client/session'
import { LayerContext, type Layer } from './open-layer'
import { useShellKeys } from './use-shell-keys'

const CommandPalette = lazyPart(async () => (await import('./palette/command-palette')).CommandPalette)
const KeySheet = lazyPart(async () => (await import('./key-sheet')).KeySheet)

/** What can lie over every page, and the keys that bring it up. */
export function ShellLayers({ children }: { children: ReactNode }) {
  const { session } = useSession()
  const [layer, setLayer] = useState<Layer>()
  const close = () => setLayer(undefined)
  const acts = useMemo(
    () => ({
      togglePalette: () => setLayer((open) => (open === 'palette' ? undefined : 'palette')),
      openKeys: () => setLayer('keys'),
    }),
    [],
  )
  useShellKeys(acts)
  return (
    <LayerContext value={setLayer}>
      {children}
      {session && layer === 'palette' && <CommandPalette onClose={close} />}
      {layer === 'keys' && <KeySheet onClose={close} />}
    </LayerContext>
  )
}
