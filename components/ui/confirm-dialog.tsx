'use client'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { InputOf, OperationPath } from '@/lib/protocol/operation-types'
import { useChange } from '@/lib/client/use-change'
import { FormDialog } from './form-dialog'
import { useNotify } from './notices'

interface ConfirmDialogProps<P extends OperationPath> {
  title: string
  /** Names what is taken away. */
  text: ReactNode
  confirmLabel: string
  /** Something stands in the way, which the text names. */
  confirmDisabled?: boolean
  operation: P
  content: InputOf<P>
  /** Told in passing once it is done. */
  doneText: string
  onClose: () => void
  /** Before onClose, when it went well. */
  onDone?: () => void
  /** Deletes and the like; true unless told. */
  destructive?: boolean
}

/** What is deleted is gone, for which there is no undo. */
const isFinal = (operation: OperationPath) => /\/delete/.test(operation)

/** Asks, carries out one change, and says what came of it. Rendered only while it is open. */
export function ConfirmDialog<P extends OperationPath>(props: ConfirmDialogProps<P>) {
  const { title, text, confirmLabel, operation, content, doneText, onClose, onDone, destructive = true } = props
  const { run, busy, error } = useChange(operation)
  const t = useTranslations('common')
  const notify = useNotify()
  const confirm = async () => {
    const outcome = await run(content)
    if (!outcome.ok) return
    notify(doneText)
    onDone?.()
    onClose()
  }
  return (
    <FormDialog
      title={title}
      submitLabel={confirmLabel}
      onSubmit={() => void confirm()}
      onClose={onClose}
      busy={busy}
      submitDisabled={props.confirmDisabled}
      destructive={destructive}
      error={error}
    >
      <Typography component="div">{text}</Typography>
      {isFinal(operation) && <Typography sx={{ color: 'text.secondary' }}>{t('notUndone')}</Typography>}
    </FormDialog>
  )
}
