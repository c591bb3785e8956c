'use client'
import { useTranslations } from 'next-intl'
import { EachDialog } from '@/components/bulk/each-dialog'
import { AppLink } from '@/components/ui/app-link'
import type { ApplicationRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'

interface DeleteApplicationsDialogProps {
  apps: readonly ApplicationRecord[]
  onClose: () => void
  onDone: (names: readonly string[]) => void
}

/** Deletes several applications; those that still have deployments or versions are left out, with a link to them. */
export function DeleteApplicationsDialog({ apps, onClose, onDone }: DeleteApplicationsDialogProps) {
  const t = useTranslations('applications')
  const obstacleOf = ({ appName, deployCounts, versionCount }: ApplicationRecord) => {
    if (deployCounts.total > 0) {
      const words = t('bulk.deployed', { count: deployCounts.total })
      return <AppLink href={links.application(appName, 'where')}>{words}</AppLink>
    }
    if (versionCount === 0) return undefined
    return <AppLink href={links.application(appName)}>{t('bulk.hasVersions', { count: versionCount })}</AppLink>
  }
  return (
    <EachDialog
      title={t('bulk.deleteApps', { count: apps.length })}
      text={t('bulk.deleteAppsText')}
      operation="application/deleteApplication"
      confirmLabel={t('delete')}
      rows={apps.map((app) => ({
        key: app.appName,
        name: app.appName,
        content: { appName: app.appName },
        obstacle: obstacleOf(app),
      }))}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
