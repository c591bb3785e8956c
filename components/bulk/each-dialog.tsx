'use client'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useId, useState, type ReactNode } from 'react'
import type { EachItem } from '@/lib/client/change-each'
import type { OperationPath } from '@/lib/protocol/operation-types'
import { EachList } from './each-list'
import { isRefused, useEach } from './use-each'

interface EachRow<P extends OperationPath> extends EachItem<P> {
  name: string
  /** What stands in the way, with where it can be mended; such a row is left out. */
  obstacle?: ReactNode
}

interface EachDialogProps<P extends OperationPath> {
  title: string
  /** What it means where nothing stands in the way. */
  text: string
  operation: P
  confirmLabel: string
  /** Takes something away; true unless told. */
  destructive?: boolean
  rows: readonly EachRow<P>[]
  onClose: () => void
  /** After each round, with the keys of those that are done. */
  onDone: (keys: readonly string[]) => void
}

/** Asks before one change is carried out on many records, and shows what became of each. */
export function EachDialog<P extends OperationPath>(props: EachDialogProps<P>) {
  const { title, text, operation, confirmLabel, destructive = true, onClose, onDone } = props
  const t = useTranslations('common')
  const titleId = useId()
  // As they were when it was asked: those that are done leave the selection, and are still told of here.
  const [rows] = useState(props.rows)
  const { states, busy, run } = useEach(operation)
  const free = rows.filter(({ obstacle }) => obstacle === undefined)
  const refused = rows.filter(({ key }) => isRefused(states.get(key)))
  const done = rows.filter(({ key }) => states.get(key) === 'done').length
  const began = states.size > 0
  const over = began && !busy
  const sentence = () => {
    if (busy) return t('each.progress', { done: done + refused.length, count: free.length })
    if (over) return done === rows.length ? t('each.allDone') : t('each.result', { done, count: rows.length })
    return free.length === rows.length ? text : t('each.blocked', { count: rows.length - free.length })
  }
  const start = async () => onDone(await run(over ? refused : free))
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={busy ? undefined : onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId} variant="h2">
        {title}
      </DialogTitle>
      <DialogContent sx={{ pb: 2 }}>
        <Typography role="status" sx={{ mb: 3 }}>
          {sentence()}
        </Typography>
        <EachList label={title} rows={rows} states={states} busy={busy} onLeave={onClose} />
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4 }}>
        <Button onClick={onClose} disabled={busy} color="inherit">
          {over ? t('close') : t('cancel')}
        </Button>
        {(!over || refused.length > 0) && (
          <Button
            variant="contained"
            color={destructive ? 'error' : 'primary'}
            loading={busy}
            disabled={free.length === 0}
            onClick={() => void start()}
          >
            {over ? t('retry') : confirmLabel}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}
