'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { UsageNote } from '@/components/usage/usage-note'
import { useUsageAmount } from '@/components/usage/use-usage-amount'
import type { PodUsage } from '@/lib/cluster/usage'

/** What a pod uses, and when that was measured. */
export function PodUsageLine({ usage }: { usage: PodUsage }) {
  const t = useTranslations('cluster')
  const cores = useUsageAmount('cpu')
  const memory = useUsageAmount('memory')
  return (
    <Box sx={{ mt: 1, display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 3 }}>
      <span>{t('usage.pod', { cpu: cores(usage.cpu), memory: memory(usage.memory) })}</span>
      <UsageNote obstacle="" measured={usage} />
    </Box>
  )
}
