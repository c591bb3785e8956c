'use client'
import { useTranslations } from 'next-intl'
import type { Place } from './act-on-nodes'

/** What deployments are of: "door 1.0", "door" of several versions, or "3 applications". */
export function useDeploymentsName(): (places: readonly Place[]) => string {
  const t = useTranslations('deployments')
  return (places) => {
    const names = new Set(places.map(({ appName }) => appName))
    const versions = new Set(places.map(({ version }) => version))
    const [first] = places
    if (names.size > 1) return t('applicationCount', { count: names.size })
    return versions.size === 1 ? `${first?.appName} ${first?.version}` : (first?.appName ?? '')
  }
}
