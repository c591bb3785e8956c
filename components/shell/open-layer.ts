'use client'
import { createContext, use } from 'react'

export type Layer = 'palette' | 'keys'

export const LayerContext = createContext<(layer: Layer) => void>(() => undefined)

/** Opens the command palette or the sheet of keys from anywhere. */
export function useOpenLayer(): (layer: Layer) => void {
  return use(LayerContext)
}
