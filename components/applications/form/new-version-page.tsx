'use client'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { MissingRecord } from '@/components/ui/missing-record'
import { RecordPage } from '@/components/ui/record-page'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import { VersionWizard } from './version-wizard'
import { draftFromVersion, emptyDraft } from './version-draft'

/** A new application with its first version; with `app` in the address, a further version of that one. */
export function NewVersionPage() {
  const params = useSearchParams()
  const app = params.get('app')
  const from = params.get('from')
  if (app === null) return <VersionWizard initial={emptyDraft} />
  return from === null ? <FromNewest key={app} app={app} /> : <FromVersion key={app} app={app} version={from} />
}

/** Starts out as the version that was made last, where there is one. */
function FromNewest({ app }: { app: string }) {
  const query = useOperation('application/listApplicationVersion', { appName: app, pageNum: 1, pageSize: 1 })
  return (
    <RecordPage query={query} missing={<Missing name={app} />}>
      {({ appVersions: [newest] }) => (
        <VersionWizard initial={newest ? draftFromVersion(newest) : { ...emptyDraft, appName: app }} of={app} />
      )}
    </RecordPage>
  )
}

function FromVersion({ app, version }: { app: string; version: string }) {
  const query = useOperation('application/describeApplicationVersion', { appName: app, version })
  return (
    <RecordPage query={query} missing={<Missing name={`${app} ${version}`} />}>
      {({ appVersion }) => <VersionWizard initial={draftFromVersion(appVersion)} of={app} from={version} />}
    </RecordPage>
  )
}

function Missing({ name }: { name: string }) {
  const t = useTranslations('applications')
  return (
    <MissingRecord
      title={t('missingTitle', { name })}
      text={t('missingText')}
      back={{ href: links.applications, label: t('title') }}
    />
  )
}
