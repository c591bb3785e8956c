'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { Section } from '@/components/ui/section'
import { ToneDot } from '@/components/ui/status'
import type { BatchRecord } from '@/lib/batch/schema'
import { useMayChange } from '@/lib/client/session'
import { useRetry } from './use-retry'

const CancelDialog = lazyPart(async () => (await import('./cancel-dialog')).CancelDialog)

function partsOf({ counts }: BatchRecord) {
  return [
    { id: 'good', tone: 'good', count: counts.Installed },
    { id: 'working', tone: 'working', count: counts.Installing + counts.Joining },
    { id: 'bad', tone: 'bad', count: counts.Failed },
    { id: 'none', tone: 'attention', count: counts.Cancelled },
    { id: 'waiting', tone: 'none', count: counts.Queued },
  ] as const
}

/** How far a batch is, and what can be done with all of it. */
export function BatchProgress({ batch }: { batch: BatchRecord }) {
  const t = useTranslations('batch')
  const mayChange = useMayChange()
  const retry = useRetry(batch.id)
  const [cancelling, setCancelling] = useState(false)
  const { counts, nodeCount } = batch
  const done = counts.Installed + counts.Failed + counts.Cancelled
  const open = counts.Queued + counts.Installing
  const again = counts.Failed + counts.Cancelled
  const actions = mayChange && (
    <>
      {again > 0 && (
        <Button variant="outlined" loading={retry.busy} onClick={() => void retry.run()}>
          {t('nodes.retryAll', { count: again })}
        </Button>
      )}
      {open > 0 && (
        <Button variant="outlined" color="error" onClick={() => setCancelling(true)}>
          {t('nodes.cancelAll')}
        </Button>
      )}
    </>
  )
  const parts = partsOf(batch).filter(({ count }) => count > 0)
  const title =
    done === nodeCount
      ? t('progress.over', { installed: counts.Installed, count: nodeCount })
      : t('progress.title', { done, count: nodeCount })
  return (
    <Section title={title} actions={actions}>
      <Box
        role="progressbar"
        aria-label={t('progress.label')}
        aria-valuemin={0}
        aria-valuemax={nodeCount}
        aria-valuenow={done}
        sx={{ display: 'flex', gap: '2px', height: 8, borderRadius: 1, overflow: 'hidden', bgcolor: 'divider', mb: 3 }}
      >
        {parts.map(({ id, tone, count }) => (
          <Box
            key={id}
            style={{ flexGrow: count }}
            sx={{ flex: '0 0 4px', bgcolor: id === 'waiting' ? 'divider' : `tone.${tone}` }}
          />
        ))}
      </Box>
      <Box
        component="ul"
        sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexWrap: 'wrap', columnGap: 5, rowGap: 1 }}
      >
        {parts.map(({ id, tone, count }) => (
          <li key={id}>
            <ToneDot tone={tone}>{t(`progress.${id}`, { count })}</ToneDot>
          </li>
        ))}
      </Box>
      {retry.notice}
      {cancelling && <CancelDialog batchID={batch.id} count={open} onClose={() => setCancelling(false)} />}
    </Section>
  )
}
