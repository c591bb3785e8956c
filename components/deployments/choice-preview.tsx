'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { ToneDot } from '@/components/ui/status'
import type { useChoicePreview } from './use-choice-preview'

type Preview = NonNullable<ReturnType<typeof useChoicePreview>>

/** What deploying to the chosen nodes will do: how many are new, updated, stay as they are, and cannot start yet. */
export function ChoicePreview({ preview: { counts, left } }: { preview: Preview }) {
  const t = useTranslations('deployments')
  const lines = [
    { id: 'new', tone: 'good', count: counts.new },
    { id: 'update', tone: 'working', count: counts.update },
    { id: 'unchanged', tone: 'none', count: counts.unchanged + (left?.unchanged ?? 0) },
    { id: 'offline', tone: 'attention', count: counts.offline },
    { id: 'short', tone: 'attention', count: counts.short },
    { id: 'refused', tone: 'bad', count: counts.refused },
    { id: 'leftShort', tone: 'none', count: left?.short ?? 0 },
    { id: 'leftRefused', tone: 'none', count: left?.refused ?? 0 },
  ] as const
  return (
    <Box component="ul" aria-label={t('preview.label')} sx={listSx}>
      {lines.map(
        ({ id, tone, count }) =>
          count > 0 && (
            <li key={id}>
              <ToneDot tone={tone}>{t(`preview.${id}`, { count })}</ToneDot>
            </li>
          ),
      )}
    </Box>
  )
}

const listSx = {
  listStyle: 'none',
  m: 0,
  p: 0,
  display: 'flex',
  flexWrap: 'wrap',
  columnGap: 4,
  rowGap: 1,
  '& li > span': { whiteSpace: 'normal' },
} as const
