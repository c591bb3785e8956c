'use client'
import { useFormatter, useTranslations } from 'next-intl'
import type { NetworkType } from './network'

interface Mapping {
  hostPort: string | number
  containerPort: string | number
}

/** Quotas and ports of a version in words; 0 is none. */
export function useVersionWords() {
  const t = useTranslations('applications')
  const common = useTranslations('common')
  const format = useFormatter()
  const quota = (request: number, maximum: number, amount: (count: number) => string): string => {
    // Not yet a number: still being typed.
    if (!(request > 0) && !(maximum > 0)) return t('quota.none')
    if (!(maximum > 0)) return t('quota.request', { request: amount(request) })
    if (!(request > 0)) return t('quota.maximum', { maximum: amount(maximum) })
    return t('quota.both', { request: amount(request), maximum: amount(maximum) })
  }
  const cores = (count: number) => common('cores', { count })
  const mebibytes = (count: number) => `${format.number(count, { maximumFractionDigits: 3 })} MiB`
  return {
    cores,
    mebibytes,
    cpuQuota: (request: number, maximum: number) => quota(request, maximum, cores),
    memoryQuota: (request: number, maximum: number) => quota(request, maximum, mebibytes),
    network: (type: NetworkType, mappings: readonly Mapping[]): string => {
      if (type === 'Host') return t('network.Host')
      const pairs = mappings.map(({ hostPort, containerPort }) => `${hostPort} → ${containerPort}`)
      return pairs.length === 0 ? t('network.PortMapping') : t('portList', { ports: pairs.join(', ') })
    },
  }
}
