'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useFormatter, useTranslations } from 'next-intl'
import { Section } from '@/components/ui/section'
import { useUnits } from '@/components/ui/use-units'
import type { Overview } from '@/lib/overview/schema'

/** From here on there is hardly room for more. */
const NEARLY_FULL = 0.9

/** What the nodes that are online have, and what the deployments on them request of it. */
export function Capacity({ capacity, requested }: Pick<Overview, 'capacity' | 'requested'>) {
  const t = useTranslations('overview')
  const common = useTranslations('common')
  const format = useFormatter()
  const units = useUnits()
  if (capacity.cpuCores === 0 && capacity.memory === 0) {
    return (
      <Section title={t('capacity')}>
        <Typography sx={{ color: 'text.secondary' }}>{t('noCapacity')}</Typography>
      </Section>
    )
  }
  const cores = (count: number) => common('cores', { count })
  return (
    <Section title={t('capacity')}>
      <Box sx={{ display: 'grid', gap: 4 }}>
        <Meter
          label={t('cpu')}
          used={requested.cpuCores}
          of={capacity.cpuCores}
          amount={cores}
          usedAmount={(count) => format.number(count, { maximumFractionDigits: 2 })}
        />
        <Meter
          label={t('memory')}
          used={requested.memory}
          of={capacity.memory}
          amount={(count) => units.memory(count)}
        />
      </Box>
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 3 }}>
        {t('capacityHint')}
      </Typography>
    </Section>
  )
}

interface MeterProps {
  label: string
  used: number
  of: number
  amount: (count: number) => string
  /** Where it stands without its unit. */
  usedAmount?: (count: number) => string
}

function Meter({ label, used, of, amount, usedAmount = amount }: MeterProps) {
  const t = useTranslations('overview')
  const format = useFormatter()
  const share = of === 0 ? 0 : used / of
  const color = share > 1 ? 'tone.bad' : share > NEARLY_FULL ? 'tone.attention' : 'primary.main'
  const text = t('requestedOf', { used: usedAmount(used), of: amount(of) })
  return (
    <div>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', columnGap: 2, mb: 1 }}>
        <Box sx={{ fontWeight: 500 }}>{label}</Box>
        <Box sx={{ color: share > NEARLY_FULL ? color : 'text.secondary' }}>
          {format.number(share, { style: 'percent' })}
        </Box>
      </Box>
      <Box
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(share * 100))}
        aria-valuetext={text}
        sx={{ height: 8, borderRadius: 1, bgcolor: 'divider', overflow: 'hidden', mb: 1 }}
      >
        <Box
          style={{ width: `${Math.min(1, share) * 100}%` }}
          sx={{ height: '100%', bgcolor: color, transition: 'width 160ms ease-out' }}
        />
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{text}</Box>
      {share > 1 && <Box sx={{ color: 'tone.bad', fontSize: '0.8125rem' }}>{t('overcommitted')}</Box>}
    </div>
  )
}
