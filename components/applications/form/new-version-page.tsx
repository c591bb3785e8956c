'use client'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MissingRecord } from '@/components/ui/missing-record'
import { RecordPage } from '@/components/ui/record-page'
import { links } from '@/lib/client/links'
import { useOperation, type Query } from '@/lib/client/use-operation'
import { VersionWizard } from './version-wizard'
import { draftFromVersion, emptyDraft, type VersionDraft } from './version-draft'

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
  const [newest] = query.data?.appVersions ?? []
  const draft = newest ? draftFromVersion(newest) : { ...emptyDraft, appName: app }
  return <FilledIn query={query} draft={draft} name={app} of={app} />
}

function FromVersion({ app, version }: { app: string; version: string }) {
  const query = useOperation('application/describeApplicationVersion', { appName: app, version })
  const draft = query.data ? draftFromVersion(query.data.appVersion) : emptyDraft
  return <FilledIn query={query} draft={draft} name={`${app} ${version}`} of={app} from={version} />
}

interface FilledInProps {
  query: Query<unknown>
  /** Made from the answer. */
  draft: VersionDraft
  /** What is asked for. */
  name: string
  of: string
  from?: string
}

/** The form, filled in from the first answer: what becomes of its source after that changes nothing that is typed. */
function FilledIn({ query, draft, name, ...rest }: FilledInProps) {
  const [first, setFirst] = useState<VersionDraft>()
  if (query.data !== undefined && !first) setFirst(draft)
  if (first) return <VersionWizard initial={first} {...rest} />
  return (
    <RecordPage query={query} missing={<Missing name={name} />}>
      {() => null}
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
