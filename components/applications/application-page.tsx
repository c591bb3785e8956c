'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RowMenu } from '@/components/list/row-menu'
import { AppLink } from '@/components/ui/app-link'
import { Facts } from '@/components/ui/facts'
import { lazyPart } from '@/components/ui/lazy-part'
import { lazySection } from '@/components/ui/lazy-section'
import { MissingRecord } from '@/components/ui/missing-record'
import { PageHeader } from '@/components/ui/page-header'
import { RecordPage } from '@/components/ui/record-page'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { Tabs } from '@/components/ui/tabs'
import { ExactTime } from '@/components/ui/time-ago'
import type { ApplicationRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'
import { useDeployCountsWords } from './deploy-counts'
import { VersionList } from './version-list'

const DeleteApplicationDialog = lazyPart(
  async () => (await import('./delete-application-dialog')).DeleteApplicationDialog,
)
const ApplicationDeployments = lazySection(
  async () => (await import('./application-deployments')).ApplicationDeployments,
)
const ActivityList = lazyPart(
  async () => (await import('@/components/activity/activity-list')).ActivityList,
  <RowSkeletons rows={3} />,
)

export function ApplicationPage() {
  const t = useTranslations('applications')
  const name = useSearchParams().get('app') ?? ''
  const query = useOperation('application/describeApplication', { appName: name })
  const missing = (
    <MissingRecord
      title={t('missingTitle', { name })}
      text={t('missingText')}
      back={{ href: links.applications, label: t('title') }}
    />
  )
  return (
    <RecordPage query={query} missing={missing}>
      {({ app }) => (
        <div key={app.id}>
          <ApplicationHeader app={app} />
          <ApplicationFacts app={app} />
          <Tabs
            label={t('parts')}
            keep={['app']}
            tabs={[
              { id: 'versions', label: t('versions'), content: () => <VersionList appName={app.appName} /> },
              { id: 'where', label: t('where'), content: () => <ApplicationDeployments appName={app.appName} /> },
              { id: 'history', label: t('history'), content: () => <History appName={app.appName} /> },
            ]}
          />
        </div>
      )}
    </RecordPage>
  )
}

function History({ appName }: { appName: string }) {
  const t = useTranslations('applications')
  return (
    <Section title={t('history')}>
      <ActivityList filter={{ appName }} />
    </Section>
  )
}

function ApplicationHeader({ app: { appName, description } }: { app: ApplicationRecord }) {
  const t = useTranslations('applications')
  const router = useRouter()
  const mayChange = useMayChange()
  const [deleting, setDeleting] = useState(false)
  const actions = mayChange && (
    <>
      <Button variant="contained" component={NextLink} href={links.newVersion(appName)}>
        {t('newVersion')}
      </Button>
      <RowMenu
        name={appName}
        actions={[{ label: t('delete'), onSelect: () => setDeleting(true), destructive: true }]}
      />
    </>
  )
  return (
    <>
      <PageHeader
        title={appName}
        parents={[{ href: links.applications, label: t('title') }]}
        text={description === '' ? undefined : description}
        actions={actions}
      />
      {deleting && (
        <DeleteApplicationDialog
          appName={appName}
          onClose={() => setDeleting(false)}
          onDone={() => router.push(links.applications)}
        />
      )}
    </>
  )
}

function ApplicationFacts({ app }: { app: ApplicationRecord }) {
  const t = useTranslations('applications')
  const deploys = useDeployCountsWords()
  const { appName, latestPubVersion } = app
  const published =
    latestPubVersion === '' ? (
      t('nonePublished')
    ) : (
      <AppLink href={links.version(appName, latestPubVersion)}>{latestPubVersion}</AppLink>
    )
  return (
    <Section title={t('facts')}>
      <Facts
        facts={[
          { label: t('column.appType'), value: t(`appType.${app.appType}`) },
          { label: t('field.functionType'), value: app.functionType },
          { label: t('column.latestPubVersion'), value: published },
          { label: t('column.deployments'), value: deploys(app.deployCounts) },
          { label: t('column.created'), value: <ExactTime at={app.createAt} /> },
        ]}
      />
    </Section>
  )
}
