'use client'
import { createContext, use, useMemo, useState, type ReactNode } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { useSession } from '@/lib/client/session'
import { useShellKeys } from './use-shell-keys'

const CommandPalette = lazyPart(async () => (await import('./palette/command-palette')).CommandPalette)
const KeySheet = lazyPart(async () => (await import('./key-sheet')).KeySheet)

type Layer = 'palette' | 'keys'

const LayerContext = createContext<(layer: Layer) => void>(() => undefined)

/** Opens the command palette or the sheet of keys from anywhere. */
export function useOpenLayer(): (layer: Layer) => void {
  return use(LayerContext)
}

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
