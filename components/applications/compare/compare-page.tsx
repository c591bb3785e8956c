'use client'
import Button from '@mui/material/Button'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorNotice } from '@/components/ui/error-notice'
import { lazyPart } from '@/components/ui/lazy-part'
import { MissingRecord } from '@/components/ui/missing-record'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import { CompareTable } from './compare-table'

const VersionChoices = lazyPart(async () => (await import('./version-choices')).VersionChoices)

/** Two versions of an application beside each other, field by field. */
export function ComparePage() {
  const t = useTranslations('applications')
  const router = useRouter()
  const params = useSearchParams()
  const app = params.get('app') ?? ''
  const a = params.get('a') ?? ''
  const b = params.get('b') ?? ''
  const choose = (first: string, second: string) => router.replace(links.compare(app, first, second))
  const swap = (
    <Button variant="outlined" disabled={a === '' || b === ''} onClick={() => choose(b, a)}>
      {t('compare.swap')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('compare.title', { app })}
        parents={[
          { href: links.applications, label: t('title') },
          { href: links.application(app), label: app },
        ]}
        text={t('compare.text')}
        actions={swap}
      />
      <Section>
        <VersionChoices app={app} a={a} b={b} onChoose={choose} />
      </Section>
      <Compared key={`${a}\n${b}`} app={app} a={a} b={b} />
    </>
  )
}

function Compared({ app, a, b }: { app: string; a: string; b: string }) {
  const t = useTranslations('applications')
  const first = useVersion(app, a)
  const second = useVersion(app, b)
  if (a === '' || b === '' || a === b) {
    const text = a === b && a !== '' ? t('compare.same') : t('compare.choose')
    return (
      <Section>
        <EmptyState title={t('compare.label')} text={text} />
      </Section>
    )
  }
  const failed = [first, second].find(({ error, data }) => error && !data)
  if (failed?.error?.msg === 'record not found') {
    return (
      <MissingRecord
        title={t('missingTitle', { name: `${app} ${failed === first ? a : b}` })}
        text={t('missingText')}
        back={{ href: links.application(app), label: t('toApplication') }}
      />
    )
  }
  if (failed?.error) return <ErrorNotice error={failed.error} onRetry={failed.reload} />
  if (!first.data || !second.data) {
    return (
      <Section>
        <RowSkeletons rows={8} />
      </Section>
    )
  }
  return <CompareTable a={first.data.appVersion} b={second.data.appVersion} />
}

function useVersion(appName: string, version: string) {
  return useOperation('application/describeApplicationVersion', version === '' ? null : { appName, version })
}
