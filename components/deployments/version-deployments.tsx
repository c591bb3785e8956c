'use client'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import NextLink from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { DeployProgress } from './deploy-progress'
import { DeploymentList } from './deployment-list'

/** How far a version has got, where it is, how it is there, and what can be done with it. */
export function VersionDeployments({ version: record }: { version: ApplicationVersionRecord }) {
  const t = useTranslations('deployments')
  const { appName, version } = record
  const scope = useMemo(() => ({ appName, version }), [appName, version])
  return (
    <>
      <Typography variant="h2" sx={{ mb: 2 }}>
        {t('title')}
      </Typography>
      <DeployProgress {...scope} />
      <DeploymentList label={t('title')} scope={scope} empty={<Empty version={record} />} />
    </>
  )
}

function Empty({ version: record }: { version: ApplicationVersionRecord }) {
  const t = useTranslations('deployments')
  const mayChange = useMayChange()
  const { appName, version, status } = record
  const deploy = mayChange && status === 'Published' && (
    <Button variant="contained" component={NextLink} href={links.deploy(appName, version)}>
      {t('deploy.label')}
    </Button>
  )
  return <EmptyState title={t('emptyTitle')} text={t(`emptyText.${status}`)} action={deploy} />
}
