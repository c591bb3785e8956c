import { expect } from 'vitest'

/** `expect.stringContaining`, which Vitest types as `any`. */
export function containing(text: string): unknown {
  return expect.stringContaining(text)
}
