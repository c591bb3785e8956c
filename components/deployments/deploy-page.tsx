'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { MissingRecord } from '@/components/ui/missing-record'
import { PageHeader } from '@/components/ui/page-header'
import { RecordPage } from '@/components/ui/record-page'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import { DeployTargets } from './deploy-targets'

/** Chooses the nodes that a published version goes to. */
export function DeployPage() {
  const t = useTranslations('deployments')
  const params = useSearchParams()
  const appName = params.get('app') ?? ''
  const version = params.get('version') ?? ''
  const name = `${appName} ${version}`
  const query = useOperation('application/describeApplicationVersion', { appName, version })
  const missing = (
    <MissingRecord
      title={t('missingTitle', { name })}
      text={t('missingText')}
      back={{ href: links.application(appName), label: t('toApplication') }}
    />
  )
  return (
    <RecordPage query={query} missing={missing}>
      {({ appVersion }) => (
        <div key={appVersion.id}>
          <PageHeader
            title={t('deployPage.title', { name })}
            parents={[
              { href: links.applications, label: t('applications') },
              { href: links.application(appName), label: appName },
              { href: links.version(appName, version), label: version },
            ]}
            text={t('deployPage.text', { arch: appVersion.archType.split(';').join(', ') })}
          />
          {appVersion.status === 'Published' ? (
            <DeployTargets appName={appName} version={version} />
          ) : (
            <NotPublished href={links.version(appName, version)} />
          )}
        </div>
      )}
    </RecordPage>
  )
}

function NotPublished({ href }: { href: string }) {
  const t = useTranslations('deployments')
  const toVersion = (
    <Button variant="outlined" component={NextLink} href={href}>
      {t('deployPage.toVersion')}
    </Button>
  )
  return (
    <EmptyState title={t('deployPage.notPublishedTitle')} text={t('deployPage.notPublishedText')} action={toVersion} />
  )
}
