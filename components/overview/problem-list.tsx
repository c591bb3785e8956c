'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { DoneIcon } from '@/components/ui/icons'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { useOperation } from '@/lib/client/use-operation'
import type { Problem } from '@/lib/overview/schema'
import { ProblemLine } from './problem-line'

const FIRST = 8
const STEP = 40
/** Time alone makes problems, and no event tells that a server is out of reach. */
const REFRESH_MS = 15_000

/** What is wrong now, the worst first; calm where nothing is. */
export function ProblemList() {
  const t = useTranslations('overview')
  const [shown, setShown] = useState(FIRST)
  const { data, error, reload } = useOperation(
    'overview/listProblem',
    { pageNum: 1, pageSize: shown },
    { keepPrevious: true, refreshMs: REFRESH_MS },
  )
  const known = data && data.total > 0
  // What was well a while ago is not said to be well now.
  if (data?.total === 0 && !error) return <AllWell />
  return (
    <Section
      title={t('wrongNow')}
      actions={known && <Box sx={{ color: 'text.secondary' }}>{t('problems', { count: data.total })}</Box>}
    >
      {error && <ErrorNotice error={error} title={t('wrongFailed')} onRetry={reload} />}
      {!data && !error && <RowSkeletons rows={2} />}
      {known && (
        <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, my: error ? 0 : -2 }}>
          {data.problems.map((problem) => (
            <ProblemLine key={keyOf(problem)} problem={problem} />
          ))}
        </Box>
      )}
      {data && data.total > data.problems.length && (
        <Button variant="outlined" sx={{ mt: 4 }} onClick={() => setShown(shown + STEP)}>
          {t('moreProblems', { count: data.total - data.problems.length })}
        </Button>
      )}
    </Section>
  )
}

const keyOf = ({ kind, appName, version, status, nodes }: Problem) =>
  [kind, appName, version, status, kind.startsWith('nodes') ? nodes.names[0] : ''].join('/')

function AllWell() {
  const t = useTranslations('overview')
  return (
    <Section>
      <Box role="status" sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
        <Box
          aria-hidden
          sx={{
            display: 'grid',
            placeItems: 'center',
            width: 36,
            height: 36,
            borderRadius: '50%',
            bgcolor: 'tint.good',
            color: 'tone.good',
            flex: 'none',
          }}
        >
          <DoneIcon fontSize="small" />
        </Box>
        <Box>
          <Typography variant="h2">{t('allWell')}</Typography>
          <Typography sx={{ color: 'text.secondary' }}>{t('allWellText')}</Typography>
        </Box>
      </Box>
    </Section>
  )
}
