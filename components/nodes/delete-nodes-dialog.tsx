'use client'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { NodeRecord } from '@/lib/nodes/schema'
import { DeletionList } from './deletion-list'
import { useDeletions } from './use-deletions'

interface DeleteNodesDialogProps {
  nodes: readonly NodeRecord[]
  onClose: () => void
  /** When the deletion of the last of them was answered. */
  onDone: () => void
}

/** Whether nothing that the console knows stands in the way. */
const isFree = ({ deployCount, status }: NodeRecord) => deployCount === 0 && status !== 'Deleting'

/** Asks before several nodes are deleted, and shows what became of each. */
export function DeleteNodesDialog({ nodes, onClose, onDone }: DeleteNodesDialogProps) {
  const t = useTranslations('nodes')
  const common = useTranslations('common')
  const titleId = useId()
  const free = nodes.filter(isFree).map(({ name }) => name)
  const { deletions, busy, done, failed, run } = useDeletions(onDone)
  const began = deletions.size > 0
  const over = began && !busy
  const sentence = () => {
    if (busy) return t('bulk.progress', { done: done + failed.length, count: free.length })
    if (over)
      return done === nodes.length
        ? t('bulk.allDone', { count: done })
        : t('bulk.result', { done, count: nodes.length })
    return free.length === nodes.length ? t('bulk.text') : t('bulk.blocked', { count: nodes.length - free.length })
  }
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={busy ? undefined : onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId} variant="h2">
        {t('bulk.title', { count: nodes.length })}
      </DialogTitle>
      <DialogContent sx={{ pb: 2 }}>
        <Typography role="status" sx={{ mb: 3 }}>
          {sentence()}
        </Typography>
        <DeletionList nodes={nodes} deletions={deletions} asked={began} />
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4 }}>
        <Button onClick={onClose} disabled={busy} color="inherit">
          {over ? common('close') : common('cancel')}
        </Button>
        {(!over || failed.length > 0) && (
          <Button
            variant="contained"
            color="error"
            loading={busy}
            disabled={free.length === 0}
            onClick={() => void run(over ? failed : free)}
          >
            {over ? t('bulk.retry') : t('bulk.confirm', { count: free.length })}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}
