'use client'
import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
/** What this tab chose where the browser keeps nothing, such as in a private window. */
const unkept = new Map<string, string>()

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? unkept.get(key) ?? null
  } catch {
    // Storage is forbidden: the choice holds for as long as the tab.
    return unkept.get(key) ?? null
  }
}

function write(key: string, value: string): void {
  unkept.set(key, value)
  try {
    localStorage.setItem(key, value)
  } catch {
    // Forbidden or full: see `unkept`.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** A choice that this browser remembers, the same in all its tabs; null until one was made. */
export function useStored(key: string): [value: string | null, store: (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => null,
  )
  const store = useCallback((next: string) => write(key, next), [key])
  return [value, store]
}
