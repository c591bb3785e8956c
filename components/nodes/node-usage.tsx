'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import { ErrorNotice } from '@/components/ui/error-notice'
import { Section } from '@/components/ui/section'
import { ShareBar } from '@/components/ui/share-bar'
import { RowSkeletons } from '@/components/ui/skeletons'
import { UsageNote } from '@/components/usage/usage-note'
import { useUsageAmount, USAGE_REFRESH_MS } from '@/components/usage/use-usage-amount'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeResource } from '@/lib/nodes/state-schema'
import cluster from '@/lib/i18n/messages/en/cluster.json'
import { withTexts } from '@/lib/i18n/with-texts'

interface NodeUsageProps {
  name: string
  resources: readonly NodeResource[]
}

/** How much CPU and memory is used on the node, beside what it has; or why that is not known. */
export const NodeUsage = withTexts({ cluster }, Usage)

function Usage({ name, resources }: NodeUsageProps) {
  const t = useTranslations('cluster')
  const query = useOperation('node/describeNodeUsage', { name }, { refreshMs: USAGE_REFRESH_MS })
  const { data, error, loading, reload } = query
  const usage = data?.usage
  const capacityOf = (wanted: string) => resources.find((resource) => resource.name === wanted)?.capacity ?? 0
  return (
    <Section title={t('usage.title')}>
      {loading && <RowSkeletons rows={1} />}
      {error && <ErrorNotice error={error} title={t('usage.failed')} onRetry={reload} />}
      {usage && (
        <Box
          sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, columnGap: 8, rowGap: 4, mb: 3 }}
        >
          <Used name="cpu" used={usage.cpu} capacity={capacityOf('cpu')} />
          <Used name="memory" used={usage.memory} capacity={capacityOf('memory')} />
        </Box>
      )}
      {data && <UsageNote obstacle={data.obstacle} measured={data.usage} />}
    </Section>
  )
}

function Used({ name, used, capacity }: { name: 'cpu' | 'memory'; used: number; capacity: number }) {
  const t = useTranslations('cluster')
  const format = useFormatter()
  const amount = useUsageAmount(name)
  const share = capacity === 0 ? 0 : used / capacity
  return (
    <ShareBar
      label={t(`usage.${name}`)}
      share={share}
      value={format.number(share, { style: 'percent', maximumFractionDigits: 0 })}
    >
      {t('usage.of', { used: amount(used), capacity: amount(capacity) })}
    </ShareBar>
  )
}
