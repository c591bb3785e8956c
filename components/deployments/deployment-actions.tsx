'use client'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MoreIcon } from '@/components/ui/icons'
import { LazyMenu } from '@/components/ui/lazy-menu'
import { AskingDialog, type Asking } from './asking-dialog'
import type { DeploymentDescription } from './deployment-page'

type Act = Asking['act']

/** The two things that make most sense for a deployment as it is; the others are in a menu. */
export function DeploymentActions({ described }: { described: DeploymentDescription }) {
  const t = useTranslations('deployments')
  const common = useTranslations('common')
  const [asking, setAsking] = useState<Act>()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const { appDeploy, rollback } = described
  const label = (act: Act) => (act === 'rollback' ? t('rollback.to', { version: rollback.version }) : t(`${act}.label`))
  const [first, second, ...others] = actsFor(described)
  const name = t('onNode', { app: appDeploy.appName, node: appDeploy.nodeName })
  return (
    <>
      {[first, second].map((act) => (
        <Button key={act} variant="outlined" onClick={() => setAsking(act)}>
          {label(act)}
        </Button>
      ))}
      <IconButton
        aria-label={common('actionsFor', { name })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        <MoreIcon fontSize="small" />
      </IconButton>
      {anchor && (
        <LazyMenu
          anchor={anchor}
          onClose={() => setAnchor(null)}
          items={others.map((act) => ({
            id: act,
            label: label(act),
            destructive: act === 'undeploy',
            onSelect: () => setAsking(act),
          }))}
        />
      )}
      {asking && <AskingDialog asking={{ act: asking, rows: [appDeploy] }} onClose={() => setAsking(undefined)} />}
    </>
  )
}

/** What is wrong is restarted or undone; what is well is updated. */
function actsFor({ appDeploy, rollback }: DeploymentDescription): [Act, Act, ...Act[]] {
  const canGoBack = rollback.obstacle === ''
  if (appDeploy.status === 'Running' || appDeploy.status === 'Completed') {
    return ['update', 'retry', ...(canGoBack ? (['rollback'] as const) : []), 'undeploy']
  }
  return canGoBack ? ['retry', 'rollback', 'update', 'undeploy'] : ['retry', 'update', 'undeploy']
}
