'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import { TimeAgo } from '@/components/ui/time-ago'
import type { UsageObstacle } from '@/lib/cluster/usage'

interface UsageNoteProps {
  obstacle: UsageObstacle
  measured: { at: string | null; windowSeconds: number } | null | undefined
}

/** When, and over what time, it was measured; or in a sentence why it was not. */
export function UsageNote({ obstacle, measured }: UsageNoteProps) {
  const t = useTranslations('cluster')
  const format = useFormatter()
  if (obstacle !== '') return <Box sx={noteSx}>{t(`usage.obstacle.${obstacle}`)}</Box>
  if (!measured) return null
  const seconds = format.number(measured.windowSeconds, { maximumFractionDigits: 0 })
  return <Box sx={noteSx}>{t.rich('usage.measured', { seconds, time: () => <TimeAgo at={measured.at} /> })}</Box>
}

const noteSx = { color: 'text.secondary', fontSize: '0.8125rem', overflowWrap: 'anywhere' }
