'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import type { DeployCounts as Counts } from '@/lib/applications/schema'

const BAR_WIDTH = 40
const BAR_HEIGHT = 4

export function useDeployCountsWords(): (counts: Counts) => string {
  const t = useTranslations('applications')
  const common = useTranslations('common')
  return (counts) => (counts.total === 0 ? common('none') : t('deployCounts', counts))
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
      sx={{ width: `${share * 100}%`, minWidth, flexShrink: tone === 'bad' ? 0 : 1, bgcolor: `tone.${tone}` }}
    />
  )
}
