'use client'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useTranslations } from 'next-intl'
import { useId, type ReactNode, type SubmitEvent } from 'react'
import type { ApiError } from '@/lib/client/api-error'
import { leave } from '@/lib/client/unsaved'
import { ErrorNotice } from './error-notice'
import { useUnsavedGuard } from './use-unsaved-guard'

interface FormDialogProps {
  title: string
  submitLabel: string
  children: ReactNode
  onSubmit: () => void
  onClose: () => void
  busy?: boolean
  /** Takes something away: the button says so by its colour. */
  destructive?: boolean
  submitDisabled?: boolean
  /** Something was entered that closing would lose: asks first. */
  dirty?: boolean
  error?: ApiError
  maxWidth?: 'xs' | 'sm' | 'md'
}

/** A form in a dialog; rendered only while it is open, so that it opens fresh each time. */
export function FormDialog(props: FormDialogProps) {
  const { title, submitLabel, children, onSubmit, onClose, busy = false, destructive = false, error } = props
  const t = useTranslations('common')
  const titleId = useId()
  const close = () => leave(onClose)
  useUnsavedGuard(props.dirty ?? false)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    // A dialog is part of the page that opened it, also for events.
    event.stopPropagation()
    if (!busy) onSubmit()
  }
  return (
    <Dialog
      open
      fullWidth
      maxWidth={props.maxWidth ?? 'xs'}
      onClose={busy ? undefined : close}
      aria-labelledby={titleId}
    >
      <form noValidate onSubmit={submit}>
        <DialogTitle id={titleId} variant="h2">
          {title}
        </DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 4, '&&': { pt: 2 } }}>
          {children}
          {error && <ErrorNotice error={error} />}
        </DialogContent>
        <DialogActions sx={{ px: 6, pb: 4 }}>
          <Button onClick={close} disabled={busy} color="inherit">
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={destructive ? 'error' : 'primary'}
            disabled={props.submitDisabled ?? false}
            loading={busy}
          >
            {submitLabel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
