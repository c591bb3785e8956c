import { links } from '@/lib/client/links'

/** After `g`: where the second key leads to. */
export const GO_KEYS = {
  o: { href: links.overview, label: 'overview' },
  n: { href: links.nodes, label: 'nodes' },
  i: { href: links.images, label: 'images' },
  a: { href: links.applications, label: 'applications' },
  d: { href: links.deployments, label: 'deployments' },
} as const

/** How long `g` waits for its second key. */
export const GO_MS = 1500

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>
export type ShellKey = 'palette' | 'keys' | { go: string }

/** Follows the keys that are pressed on a page and says what they ask the shell for. */
export class ShellKeyReader {
  #goUntil = 0

  /** @param free whether single keys are shortcuts now: nobody is typing, nothing lies over the page */
  read({ key, ctrlKey, metaKey, altKey }: Press, free: boolean, nowMs: number): ShellKey | undefined {
    if (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey) return 'palette'
    const going = nowMs < this.#goUntil
    this.#goUntil = 0
    if (!free || ctrlKey || metaKey || altKey) return undefined
    if (key === '?') return 'keys'
    if (going) {
      const target = Object.entries(GO_KEYS).find(([letter]) => letter === key)?.[1]
      if (target) return { go: target.href }
    }
    if (key === 'g') this.#goUntil = nowMs + GO_MS
    return undefined
  }
}
