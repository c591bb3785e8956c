'use client'
import { useTranslations } from 'next-intl'
import { useUnits } from '@/components/ui/use-units'

/** A metrics-server measures every 15 seconds, or less often. */
export const USAGE_REFRESH_MS = 30_000

/** An amount that is used, in words: of a core thousandths count. */
export function useUsageAmount(name: 'cpu' | 'memory'): (amount: number) => string {
  const t = useTranslations('common')
  const units = useUnits()
  if (name === 'memory') return (amount) => units.memory(amount)
  // What is used at all is at least a thousandth.
  return (amount) => t('cores', { count: Math.ceil(amount * 1000) / 1000 })
}
