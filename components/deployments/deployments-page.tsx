'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { LearnLink } from '@/components/ui/learn-link'
import { PageHeader } from '@/components/ui/page-header'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import { DeploymentList } from './deployment-list'

/** Every deployment of every application. */
export function DeploymentsPage() {
  const t = useTranslations('deployments')
  const { data } = useOperation('application/summarizeDeploy', {})
  const toApplications = (
    <Button variant="outlined" component={NextLink} href={links.applications}>
      {t('applications')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} count={data?.total} />
      <DeploymentList
        label={t('title')}
        empty={
          <EmptyState
            title={t('allEmptyTitle')}
            text={t('allEmptyText')}
            action={toApplications}
            learn={<LearnLink about="workloads" />}
          />
        }
      />
    </>
  )
}
