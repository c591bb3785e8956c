'use client'
import { useFormatter, useNow } from 'next-intl'
import { useCallback } from 'react'

const UPDATE_MS = 20_000
const STEPS = [
  { unit: 'day', ms: 24 * 3600_000 },
  { unit: 'hour', ms: 3600_000 },
  { unit: 'minute', ms: 60_000 },
] as const

/** How long ago a moment was, to stand in a sentence: "12 minutes"; kept current. */
export function useDuration(): (since: string) => string {
  const format = useFormatter()
  const now = useNow({ updateInterval: UPDATE_MS })
  return useCallback(
    (since) => {
      // A clock that is ahead must not make the past the future.
      const ms = Math.max(0, now.getTime() - Date.parse(since))
      const { unit, ms: unitMs } = STEPS.find((step) => ms >= step.ms) ?? { unit: 'second', ms: 1000 }
      return format.number(Math.floor(ms / unitMs), { style: 'unit', unit, unitDisplay: 'long' })
    },
    [format, now],
  )
}
