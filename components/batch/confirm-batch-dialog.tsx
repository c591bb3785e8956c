'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { BatchRecord } from '@/lib/batch/schema'

const STEPS = ['makes', 'installs', 'pins', 'erases'] as const

/** Says what will happen, and begins it. */
export function ConfirmBatchDialog({ batch, onClose }: { batch: BatchRecord; onClose: () => void }) {
  const t = useTranslations('batch')
  return (
    <ConfirmDialog
      title={t('confirm.title', { count: batch.nodeCount })}
      text={
        <Box component="ol" sx={{ m: 0, pl: 5, display: 'flex', flexDirection: 'column', gap: 2 }}>
          {STEPS.map((step) => (
            <li key={step}>{t(`confirm.${step}`)}</li>
          ))}
        </Box>
      }
      confirmLabel={t('confirm.do')}
      destructive={false}
      operation="node/batchresult"
      content={{ batchID: batch.id }}
      doneText={t('confirm.done')}
      onClose={onClose}
    />
  )
}
