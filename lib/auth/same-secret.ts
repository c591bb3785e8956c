import { createHash, timingSafeEqual } from 'node:crypto'

/** In a time that tells nothing of where they differ, nor of how long the wanted one is. */
export function isSameSecret(given: string, wanted: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(wanted))
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
