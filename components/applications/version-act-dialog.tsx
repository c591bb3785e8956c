'use client'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { FormDialog } from '@/components/ui/form-dialog'
import { useNotify } from '@/components/ui/notices'
import { useChange } from '@/lib/client/use-change'
import { explainRefusal } from './explained-error'
import { OPERATION, type VersionAct } from './version-acts'

interface VersionActDialogProps {
  act: VersionAct
  appName: string
  version: string
  onClose: () => void
  onDone?: () => void
}

/** Asks, and publishes a version, takes it offline or deletes it. */
export function VersionActDialog({ act, appName, version, onClose, onDone }: VersionActDialogProps) {
  const t = useTranslations('applications')
  const notify = useNotify()
  const { run, busy, error } = useChange(OPERATION[act])
  const name = `${appName} ${version}`
  const submit = async () => {
    const outcome = await run({ appName, version })
    if (!outcome.ok) return
    notify(t(`act.${act}.done`, { name }))
    onDone?.()
    onClose()
  }
  return (
    <FormDialog
      title={t(`act.${act}.title`, { name })}
      submitLabel={t(`act.${act}.label`)}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      destructive={act === 'delete'}
      error={explainRefusal(error, { 'application deploy exist': t('refused.versionDeployed') })}
    >
      <Typography>{t(`act.${act}.text`)}</Typography>
    </FormDialog>
  )
}
