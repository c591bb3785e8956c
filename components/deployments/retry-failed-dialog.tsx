'use client'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { ActDialog } from './act-dialog'
import { findDeployments } from './find-places'

interface RetryFailedDialogProps {
  appName: string
  version: string
  count: number
  onClose: () => void
}

/** Restarts a version on all nodes where it does not run, however many they are. */
export function RetryFailedDialog({ appName, version, count, onClose }: RetryFailedDialogProps) {
  const t = useTranslations('deployments')
  return (
    <ActDialog
      act="retry"
      title={t('retryFailed.title', { name: `${appName} ${version}`, count })}
      find={() => findDeployments({ appName, version, status: 'Abnormal' })}
      onClose={onClose}
    >
      <Typography>{t('retryFailed.text')}</Typography>
    </ActDialog>
  )
}
