'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { ErrorNotice } from '@/components/ui/error-notice'
import { DeploymentState } from '@/components/ui/status'
import { links } from '@/lib/client/links'
import { useChange } from '@/lib/client/use-change'
import type { DeploymentRecord } from '@/lib/deployments/schema'

interface StandingDeploymentsProps {
  deployments: readonly DeploymentRecord[]
  total: number
}

/** What stands in the way of a node's deletion, to be looked at or taken off: one by one, or all of it. */
export function StandingDeployments({ deployments, total }: StandingDeploymentsProps) {
  const t = useTranslations('nodes')
  const { run, error } = useChange('application/undeployApplication')
  const [busy, setBusy] = useState(false)
  const staying = deployments.filter(({ status }) => status !== 'Deleting')
  const takeOff = async (chosen: readonly DeploymentRecord[]) => {
    setBusy(true)
    for (const { appName, version, nodeName } of chosen) {
      const outcome = await run({ appName, version, nodeNames: [nodeName] })
      if (!outcome.ok) break
    }
    setBusy(false)
  }
  return (
    <>
      <Box component="ul" aria-label={t('standing.label')} sx={{ listStyle: 'none', my: 2, p: 0 }}>
        {deployments.map((deployment) => (
          <Box
            component="li"
            key={deployment.id}
            sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3, minHeight: 36 }}
          >
            <Box sx={{ flex: 1, minWidth: 120, overflowWrap: 'anywhere' }}>
              <AppLink href={links.version(deployment.appName, deployment.version)} standalone>
                {`${deployment.appName} ${deployment.version}`}
              </AppLink>
            </Box>
            <DeploymentState status={deployment.status} />
            <Button
              color="error"
              disabled={busy || deployment.status === 'Deleting'}
              aria-label={t('standing.takeOffOne', { name: deployment.appName })}
              onClick={() => void takeOff([deployment])}
            >
              {t('standing.takeOff')}
            </Button>
          </Box>
        ))}
        {total > deployments.length && <li>{t('deleteMore', { count: total - deployments.length })}</li>}
      </Box>
      {error && <ErrorNotice error={error} />}
      {staying.length > 1 && (
        <Button variant="outlined" color="error" loading={busy} onClick={() => void takeOff(staying)}>
          {t('standing.takeOffAll', { count: staying.length })}
        </Button>
      )}
    </>
  )
}
