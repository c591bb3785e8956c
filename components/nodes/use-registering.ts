'use client'
import { useSearchParams } from 'next/navigation'

/** `?register=1`, and once there is a node, `&join=<name>`: so that the wizard can be linked to, and survives a reload. */
export function useRegistering() {
  const params = useSearchParams()
  const write = (values: Readonly<Record<string, string>>, how: 'pushState' | 'replaceState') => {
    const next = new URLSearchParams(params)
    next.delete('register')
    next.delete('join')
    for (const [name, value] of Object.entries(values)) next.set(name, value)
    const query = next.toString()
    window.history[how](null, '', window.location.pathname + (query && `?${query}`))
  }
  return {
    open: params.has('register'),
    /** The node that was registered; empty before. */
    name: params.get('join') ?? '',
    begin: () => write({ register: '1' }, 'pushState'),
    registered: (name: string) => write({ register: '1', join: name }, 'replaceState'),
    another: () => write({ register: '1' }, 'replaceState'),
    close: () => write({}, 'replaceState'),
  }
}
