'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import type { DeploymentDescription } from './deployment-page'

const ConfirmDialog = lazyPart(async () => (await import('./deployment-confirm')).DeploymentConfirm)
const OnNodesDialog = lazyPart(async () => (await import('./on-nodes-dialog')).OnNodesDialog)

/** What makes sense for a deployment that is not on its way out. */
export function DeploymentActions({ described }: { described: DeploymentDescription }) {
  const t = useTranslations('deployments')
  const [asking, setAsking] = useState<'retry' | 'rollback' | 'undeploy'>()
  const { appDeploy, rollback } = described
  const close = () => setAsking(undefined)
  return (
    <>
      <Button variant="outlined" onClick={() => setAsking('retry')}>
        {t('retry.label')}
      </Button>
      {rollback.obstacle === '' && (
        <Button variant="outlined" onClick={() => setAsking('rollback')}>
          {t('rollback.label', { version: rollback.version })}
        </Button>
      )}
      <Button variant="outlined" color="error" onClick={() => setAsking('undeploy')}>
        {t('undeploy.label')}
      </Button>
      {asking === 'undeploy' && (
        <OnNodesDialog
          act="undeploy"
          appName={appDeploy.appName}
          version={appDeploy.version}
          nodeNames={[appDeploy.nodeName]}
          onClose={close}
          onDone={close}
        />
      )}
      {(asking === 'retry' || asking === 'rollback') && (
        <ConfirmDialog act={asking} described={described} onClose={close} />
      )}
    </>
  )
}
