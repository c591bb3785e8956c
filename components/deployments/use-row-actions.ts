'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { RowAction } from '@/components/list/row-menu'
import { links } from '@/lib/client/links'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { Asking } from './asking-dialog'

/** What a row's menu of a list of deployments has. */
export function useRowActions(mayChange: boolean, ask: (asking: Asking) => void) {
  const t = useTranslations('deployments')
  const router = useRouter()
  return (row: DeploymentRecord): RowAction[] => {
    const { appName, nodeName, previousVersion, status } = row
    const act = (what: Asking['act']) => () => ask({ act: what, rows: [row] })
    const look = [
      { label: t('open'), onSelect: () => router.push(links.deployment(appName, nodeName)) },
      { label: t('openNode'), onSelect: () => router.push(links.node(nodeName)) },
    ]
    if (!mayChange || status === 'Deleting') return look
    const back = { label: t('rollback.to', { version: previousVersion }), onSelect: act('rollback') }
    return [
      ...look,
      { label: t('update.label'), onSelect: act('update') },
      { label: t('retry.label'), onSelect: act('retry') },
      ...(previousVersion === '' ? [] : [back]),
      { label: t('undeploy.label'), onSelect: act('undeploy'), destructive: true },
    ]
  }
}
