'use client'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { FormDialog } from '@/components/ui/form-dialog'
import { useNotify } from '@/components/ui/notices'
import { links } from '@/lib/client/links'
import { useChange } from '@/lib/client/use-change'
import { useOperation } from '@/lib/client/use-operation'
import { explainRefusal } from './explained-error'

interface DeleteApplicationDialogProps {
  appName: string
  onClose: () => void
  onDone?: () => void
}

/** Deletes an application, or says what has to go first. */
export function DeleteApplicationDialog({ appName, onClose, onDone }: DeleteApplicationDialogProps) {
  const t = useTranslations('applications')
  const notify = useNotify()
  const { data: versions } = useOperation('application/listApplicationVersion', { appName, pageNum: 1, pageSize: 1 })
  const { run, busy, error } = useChange('application/deleteApplication')
  const count = versions?.total ?? 0
  const shown = explainRefusal(error, {
    'application deploy exist': t('refused.appDeployed'),
    'application version exist': t('refused.appHasVersions'),
  })
  const submit = async () => {
    const outcome = await run({ appName })
    if (!outcome.ok) return
    notify(t('deleted', { name: appName }))
    onDone?.()
    onClose()
  }
  return (
    <FormDialog
      title={t('deleteTitle', { name: appName })}
      submitLabel={t('delete')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      destructive
      submitDisabled={count > 0}
      error={shown}
    >
      <Typography component="div">
        {count > 0
          ? t.rich('deleteBlocked', {
              count,
              link: (words) => (
                // The page may be there already, below the dialog.
                <span onClick={onClose}>
                  <AppLink href={links.application(appName)}>{words}</AppLink>
                </span>
              ),
            })
          : t('deleteText')}
      </Typography>
    </FormDialog>
  )
}
