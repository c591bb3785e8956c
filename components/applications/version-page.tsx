'use client'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { VersionDeployments } from '@/components/deployments/version-deployments'
import { MissingRecord } from '@/components/ui/missing-record'
import { RecordPage } from '@/components/ui/record-page'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import { VersionFacts } from './version-facts'
import { VersionHeader } from './version-header'
import { VersionManifest } from './version-manifest'

export function VersionPage() {
  const t = useTranslations('applications')
  const params = useSearchParams()
  const appName = params.get('app') ?? ''
  const version = params.get('version') ?? ''
  const query = useOperation('application/describeApplicationVersion', { appName, version })
  const missing = (
    <MissingRecord
      title={t('missingTitle', { name: `${appName} ${version}` })}
      text={t('missingText')}
      back={{ href: links.application(appName), label: t('toApplication') }}
    />
  )
  return (
    <RecordPage query={query} missing={missing}>
      {({ appVersion }) => (
        <div key={appVersion.id}>
          <VersionHeader version={appVersion} />
          <VersionFacts version={appVersion} />
          <VersionDeployments version={appVersion} />
          <VersionManifest appName={appName} version={version} />
        </div>
      )}
    </RecordPage>
  )
}
