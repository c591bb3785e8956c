'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { EachDialog } from '@/components/bulk/each-dialog'
import { AppLink } from '@/components/ui/app-link'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import { allows, OPERATION, type VersionAct } from './version-acts'

interface VersionsDialogProps {
  act: VersionAct
  versions: readonly ApplicationVersionRecord[]
  onClose: () => void
  onDone?: (versions: readonly string[]) => void
}

/** Publishes several versions, takes them offline or deletes them; of each it says what stands in the way. */
export function VersionsDialog({ act, versions, onClose, onDone = () => undefined }: VersionsDialogProps) {
  const t = useTranslations('applications')
  const states = useTranslations('states')
  const obstacleOf = ({ appName, version, status, deployCounts }: ApplicationVersionRecord): ReactNode => {
    if (!allows(status, act)) return t('bulk.inState', { state: states(`version.${status}`) })
    if (act !== 'delete' || deployCounts.total === 0) return undefined
    return <AppLink href={links.version(appName, version)}>{t('bulk.deployed', { count: deployCounts.total })}</AppLink>
  }
  return (
    <EachDialog
      title={t(`bulk.${act}`, { count: versions.length })}
      text={t(`act.${act}.text`)}
      operation={OPERATION[act]}
      confirmLabel={t(`act.${act}.label`)}
      destructive={act === 'delete'}
      rows={versions.map((one) => ({
        key: one.version,
        name: one.version,
        content: { appName: one.appName, version: one.version },
        obstacle: obstacleOf(one),
      }))}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
