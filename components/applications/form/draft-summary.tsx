'use client'
import { useTranslations } from 'next-intl'
import { Facts } from '@/components/ui/facts'
import { useVersionWords } from '../use-version-words'
import type { VersionDraft } from './version-draft'

/** What will be made of the draft. */
export function DraftSummary({ draft }: { draft: VersionDraft }) {
  const t = useTranslations('applications')
  const words = useVersionWords()
  const { orgName, imageName, imageVersion } = draft
  const ports = draft.ports.filter(({ hostPort, containerPort }) => hostPort !== '' && containerPort !== '')
  return (
    <Facts
      facts={[
        { label: t('column.name'), value: draft.appName },
        { label: t('field.version'), value: draft.version },
        { label: t('field.image'), value: imageVersion && <code>{`${orgName}/${imageName}:${imageVersion}`}</code> },
        { label: t('field.arch'), value: draft.arch.join(', ') },
        { label: t('field.restartPolicy'), value: t(`restart.${draft.restartPolicy}`) },
        { label: t('field.network'), value: words.network(draft.networkType, ports) },
        { label: t('cpu'), value: words.cpuQuota(Number(draft.cpuQuota), Number(draft.maxCpuQuota)) },
        { label: t('memory'), value: words.memoryQuota(Number(draft.memoryQuota), Number(draft.maxMemoryQuota)) },
      ]}
    />
  )
}
