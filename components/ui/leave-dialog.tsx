'use client'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useId } from 'react'

export function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useTranslations('common')
  const title = useId()
  return (
    <Dialog open fullWidth maxWidth="xs" onClose={onStay} aria-labelledby={title}>
      <DialogTitle id={title} variant="h2">
        {t('leaveTitle')}
      </DialogTitle>
      <DialogContent>
        <Typography>{t('leaveText')}</Typography>
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4 }}>
        <Button color="inherit" onClick={onLeave}>
          {t('leave')}
        </Button>
        <Button variant="contained" autoFocus onClick={onStay}>
          {t('stay')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
