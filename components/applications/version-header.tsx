'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RowMenu } from '@/components/list/row-menu'
import { lazyPart } from '@/components/ui/lazy-part'
import { PageHeader } from '@/components/ui/page-header'
import { VersionState } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { ACTS, type VersionAct } from './version-acts'

const VersionActDialog = lazyPart(async () => (await import('./version-act-dialog')).VersionActDialog)

/** Name, state in a sentence, and the one thing to do next; the rest is in the menu. */
export function VersionHeader({ version: record }: { version: ApplicationVersionRecord }) {
  const t = useTranslations('applications')
  const router = useRouter()
  const mayChange = useMayChange()
  const [acting, setActing] = useState<VersionAct>()
  const { appName, version, status } = record
  const changedAt = status === 'Offline' ? record.offlineAt : record.publishAt
  return (
    <>
      <PageHeader
        title={`${appName} ${version}`}
        parents={[
          { href: links.applications, label: t('title') },
          { href: links.application(appName), label: appName },
        ]}
        beside={<VersionState status={status} />}
        text={t.rich(`sentence.${status}`, { ago: () => <TimeAgo at={changedAt} /> })}
        actions={mayChange && <Actions record={record} onAct={setActing} />}
      />
      {acting && (
        <VersionActDialog
          act={acting}
          appName={appName}
          version={version}
          onClose={() => setActing(undefined)}
          onDone={acting === 'delete' ? () => router.push(links.application(appName)) : undefined}
        />
      )}
    </>
  )
}

function Actions({ record, onAct }: { record: ApplicationVersionRecord; onAct: (act: VersionAct) => void }) {
  const t = useTranslations('applications')
  const router = useRouter()
  const { appName, version, status } = record
  const rest = ACTS[status].filter((act) => act !== 'publish')
  return (
    <>
      {status === 'Unpublished' && (
        <Button variant="contained" onClick={() => onAct('publish')}>
          {t('act.publish.label')}
        </Button>
      )}
      {status === 'Published' && (
        <Button variant="contained" component={NextLink} href={links.deploy(appName, version)}>
          {t('deploy')}
        </Button>
      )}
      <RowMenu
        name={version}
        actions={[
          { label: t('compare.with'), onSelect: () => router.push(links.compare(appName, version)) },
          { label: t('newVersionFrom'), onSelect: () => router.push(links.newVersion(appName, version)) },
          ...rest.map((act) => ({
            label: t(`act.${act}.label`),
            onSelect: () => onAct(act),
            destructive: act === 'delete',
          })),
        ]}
      />
    </>
  )
}
