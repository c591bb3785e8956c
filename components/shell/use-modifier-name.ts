'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => undefined
const name = () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl')

/** What the key is called that shortcuts of this machine begin with. */
export function useModifierName(): string {
  return useSyncExternalStore(never, name, () => 'Ctrl')
}
