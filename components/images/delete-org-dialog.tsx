'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ErrorNotice } from '@/components/ui/error-notice'
import { AppLink } from '@/components/ui/app-link'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'

interface DeleteOrgDialogProps {
  orgName: string
  onClose: () => void
  onDone?: () => void
}

export function DeleteOrgDialog({ orgName, onClose, onDone }: DeleteOrgDialogProps) {
  const t = useTranslations('images')
  const { data, error, reload } = useOperation('image/listImage', { orgName, pageNum: 1, pageSize: 1 })
  const blocked = (
    <>
      {t('orgHolds', { count: data?.total ?? 0 })} <AppLink href={links.org(orgName)}>{t('toImages')}</AppLink>
    </>
  )
  return (
    <ConfirmDialog
      title={t('deleteOrgTitle', { org: orgName })}
      text={
        error && !data ? <ErrorNotice error={error} onRetry={reload} /> : data?.total ? blocked : t('deleteOrgText')
      }
      confirmDisabled={data?.total !== 0}
      confirmLabel={t('deleteOrg')}
      operation="image/deleteOrg"
      content={{ orgName }}
      doneText={t('orgDeleted', { org: orgName })}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
