'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorNotice } from '@/components/ui/error-notice'
import { RowSkeletons } from '@/components/ui/skeletons'
import { ToneDot } from '@/components/ui/status'
import type { Query } from '@/lib/client/use-operation'
import type { OutputOf } from '@/lib/protocol/operation-types'
import { BATCH_NODE_TONE } from './batch-constants'
import { FailureText } from './failure-text'

interface OutputDialogProps {
  name: string
  query: Query<OutputOf<'node/describeBatchNode'>>
  onClose: () => void
}

/** What an installation prints, while it does. */
export function OutputDialog({ name, query: { data, error, reload }, onClose }: OutputDialogProps) {
  const t = useTranslations('batch')
  const common = useTranslations('common')
  const titleId = useId()
  return (
    <Dialog open fullWidth maxWidth="md" onClose={onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId} variant="h2">
        {t('output.title', { name })}
      </DialogTitle>
      <DialogContent>
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!data && !error && <RowSkeletons rows={4} />}
        {data && (
          <>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, mb: 3, alignItems: 'center' }}>
              <ToneDot tone={BATCH_NODE_TONE[data.node.status]}>{t(`nodeState.${data.node.status}`)}</ToneDot>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {t('output.attempt', { attempt: data.node.attempts })}
              </Typography>
              {data.output !== '' && <CopyButton text={data.output} />}
            </Box>
            {data.node.failure !== null && (
              <Typography sx={{ color: 'tone.bad', mb: 3, overflowWrap: 'anywhere' }}>
                <FailureText node={data.node} />
              </Typography>
            )}
            <OutputText text={data.output} />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{common('close')}</Button>
      </DialogActions>
    </Dialog>
  )
}

/** Follows the end, unless the reader has scrolled up. */
function OutputText({ text }: { text: string }) {
  const t = useTranslations('batch')
  const box = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    const element = box.current
    if (element && follows.current) element.scrollTop = element.scrollHeight
  }, [text])
  if (text === '') return <Typography sx={{ color: 'text.secondary' }}>{t('output.empty')}</Typography>
  return (
    <Box
      ref={box}
      role="log"
      aria-label={t('output.label')}
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        follows.current = at.scrollHeight - at.scrollTop - at.clientHeight < 8
      }}
      sx={{
        maxHeight: '50vh',
        overflow: 'auto',
        p: 3,
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        fontFamily: 'monospace',
        fontSize: '0.8125rem',
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
      }}
    >
      {text}
    </Box>
  )
}
