'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { ToneDot } from '@/components/ui/status'
import type { DeployCounts as Counts } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'

const BAR_WIDTH = 40
const BAR_HEIGHT = 4

export function useDeployCountsWords(): (counts: Counts) => string {
  const t = useTranslations('applications')
  const common = useTranslations('common')
  return (counts) => (counts.total === 0 ? common('none') : t('deployCounts', counts))
}

/** On how many nodes an application is, with links to them, to those where it runs and where something is wrong. */
export function WhereItRuns({ appName, counts }: { appName: string; counts: Counts }) {
  const t = useTranslations('applications')
  const { total, running, abnormal } = counts
  if (total === 0) return <Box sx={{ color: 'text.secondary' }}>{t('nowhere')}</Box>
  return (
    <Box sx={{ display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3 }}>
      <AppLink href={links.application(appName, 'where')} standalone>
        {t('onNodes', { count: total })}
      </AppLink>
      {running > 0 && running < total && (
        <AppLink href={links.applicationThatIs(appName, 'Running')} standalone>
          <ToneDot tone="good">{t('running', { count: running })}</ToneDot>
        </AppLink>
      )}
      {abnormal > 0 && (
        <AppLink href={links.applicationThatIs(appName, 'Abnormal')} standalone>
          <ToneDot tone="bad">{t('abnormal', { count: abnormal })}</ToneDot>
        </AppLink>
      )}
    </Box>
  )
}

/** On how many nodes it is, and by a small bar how much of that runs or is abnormal; in words for who cannot see it. */
export function DeployCounts({ counts }: { counts: Counts }) {
  const format = useFormatter()
  const { total, running, abnormal } = counts
  const words = useDeployCountsWords()(counts)
  return (
    <Box
      component="span"
      role="img"
      aria-label={words}
      title={words}
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 2, fontVariantNumeric: 'tabular-nums' }}
    >
      {total > 0 && (
        <Box
          component="span"
          sx={{
            display: 'flex',
            width: BAR_WIDTH,
            height: BAR_HEIGHT,
            borderRadius: `${BAR_HEIGHT / 2}px`,
            overflow: 'hidden',
            bgcolor: 'divider',
          }}
        >
          <Part tone="good" share={running / total} />
          <Part tone="bad" share={abnormal / total} />
        </Box>
      )}
      {format.number(total)}
    </Box>
  )
}

/** However few they are, what is abnormal is seen. */
function Part({ tone, share }: { tone: 'good' | 'bad'; share: number }) {
  if (share === 0) return null
  const minWidth = tone === 'bad' ? BAR_HEIGHT : 0
  return (
    <Box
      component="span"
      style={{ width: `${share * 100}%` }}
      sx={{ minWidth, flexShrink: tone === 'bad' ? 0 : 1, bgcolor: `tone.${tone}` }}
    />
  )
}
