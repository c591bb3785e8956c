'use client'
import { useFormatter, useTranslations } from 'next-intl'
import type { Tone } from '@/components/theme/tokens'
import { useDelayed } from '@/components/ui/use-delayed'
import { useLiveState } from '@/lib/client/live'
import { useBrokenParts, type ServerPart } from '@/lib/client/use-health'

export interface Outage {
  id: ServerPart | 'server'
  tone: Tone
  /** What cannot be reached, and what that means now. */
  text: string
}

/** A break that mends itself at once is none. */
const SHOWN_AFTER_MS = 2500

/** What cannot be reached now. While the console itself cannot be, nothing is known of the rest. */
export function useOutages(): readonly Outage[] {
  const t = useTranslations('shell')
  const format = useFormatter()
  const state = useLiveState()
  const broken = useBrokenParts()
  const lost = useDelayed(state.phase === 'lost', SHOWN_AFTER_MS)
  if (lost && state.phase === 'lost') {
    const time = format.dateTime(state.since, { timeStyle: 'short' })
    return [{ id: 'server', tone: 'attention', text: t('connectionLost', { time }) }]
  }
  return broken.map((part) => ({
    id: part,
    tone: part === 'database' ? 'bad' : 'attention',
    text: t(`unreachable.${part}`),
  }))
}
