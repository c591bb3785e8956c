'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { DeploymentDescription } from './deployment-page'

interface DeploymentConfirmProps {
  act: 'retry' | 'rollback'
  described: DeploymentDescription
  onClose: () => void
}

/** Asks before one deployment is started anew or rolled back. */
export function DeploymentConfirm({ act, described, onClose }: DeploymentConfirmProps) {
  const t = useTranslations('deployments')
  const { appName, nodeName, version } = described.appDeploy
  const name = t('onNode', { app: appName, node: nodeName })
  const nodeNames = [nodeName]
  if (act === 'retry') {
    return (
      <ConfirmDialog
        operation="application/retryDeploy"
        content={{ appName, version, nodeNames }}
        title={t('retry.title', { name })}
        text={t('retry.text')}
        confirmLabel={t('retry.label')}
        doneText={t('retry.done', { name })}
        destructive={false}
        onClose={onClose}
      />
    )
  }
  const back = described.rollback.version
  return (
    <ConfirmDialog
      operation="application/rollbackDeploy"
      content={{ appName, nodeNames }}
      title={t('rollback.title', { name, version: back })}
      text={t('rollback.text', { version, back })}
      confirmLabel={t('rollback.label', { version: back })}
      doneText={t('rollback.done', { name, version: back })}
      destructive={false}
      onClose={onClose}
    />
  )
}
