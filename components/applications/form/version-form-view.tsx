'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { useNotify } from '@/components/ui/notices'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { links } from '@/lib/client/links'
import { useChange } from '@/lib/client/use-change'
import { ArchField } from './arch-field'
import { DraftField } from './draft-field'
import { DraftManifest } from './draft-manifest'
import { DraftSummary } from './draft-summary'
import { ImageFields } from './image-fields'
import { NetworkFields, QuotaFields, RestartField } from './run-fields'
import { useVersionForm, type VersionForm } from './use-version-form'
import { toCreateInput, type VersionDraft } from './version-draft'

interface VersionFormViewProps {
  initial: VersionDraft
  /** The application that gets a further version; absent for a new application. */
  of?: string
  /** The version that the fields were filled in from. */
  from?: string
}

export function VersionFormView({ initial, of, from }: VersionFormViewProps) {
  const t = useTranslations('applications')
  const form = useVersionForm(initial)
  const { send, busy, error, invalid, formRef } = useSend(form)
  const toList = { href: links.applications, label: t('title') }
  const parents = of === undefined ? [toList] : [toList, { href: links.application(of), label: of }]
  const submitLabel = of === undefined ? t('create') : t('createVersion')
  return (
    <Box component="form" ref={formRef} noValidate onSubmit={send} sx={{ maxWidth: 800 }}>
      <PageHeader
        title={of === undefined ? t('new') : t('newVersion')}
        parents={parents}
        text={of === undefined ? t('newText') : newVersionText(t, of, from)}
      />
      <NameSection form={form} isNew={of === undefined} />
      <Section title={t('section.image')}>
        <Fields>
          <ImageFields form={form} />
          <ArchField form={form} />
        </Fields>
      </Section>
      <Section title={t('section.run')}>
        <Fields>
          <RestartField form={form} />
          <NetworkFields form={form} />
        </Fields>
      </Section>
      <Section title={t('section.quotas')}>
        <QuotaFields form={form} />
      </Section>
      <Section title={t('section.result')}>
        <Fields>
          <DraftSummary draft={form.draft} />
          <DraftManifest form={form} />
          {error && <ErrorNotice error={error} title={t('createFailed')} />}
          {invalid && <Box sx={{ color: 'tone.bad' }}>{t('invalid')}</Box>}
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
            <Button type="submit" variant="contained" loading={busy}>
              {submitLabel}
            </Button>
            <CancelButton of={of} />
          </Box>
        </Fields>
      </Section>
    </Box>
  )
}

/** A further version has its application's name and description. */
function NameSection({ form, isNew }: { form: VersionForm; isNew: boolean }) {
  const t = useTranslations('applications')
  return (
    <Section title={t('section.what')}>
      <Fields>
        {isNew && (
          <>
            <DraftField form={form} field="appName" label={t('field.appName')} required autoFocus />
            <DraftField form={form} field="description" label={t('field.description')} multiline />
            <DraftField form={form} field="functionType" label={t('field.functionType')} hint={t('functionTypeHint')} />
          </>
        )}
        <DraftField
          form={form}
          field="version"
          label={t('field.version')}
          hint={t('versionHint')}
          required
          autoFocus={!isNew}
        />
      </Fields>
    </Section>
  )
}

type Translate = ReturnType<typeof useTranslations<'applications'>>

function newVersionText(t: Translate, app: string, from: string | undefined): string {
  return from === undefined ? t('newVersionText', { app }) : t('newVersionFromText', { app, version: from })
}

function CancelButton({ of }: { of: string | undefined }) {
  const common = useTranslations('common')
  return (
    <Button color="inherit" component={NextLink} href={of === undefined ? links.applications : links.application(of)}>
      {common('cancel')}
    </Button>
  )
}

function Fields({ children }: { children: ReactNode }) {
  return <Box sx={{ display: 'flex', flexDirection: 'column', gap: 4, pt: 1 }}>{children}</Box>
}

/** Sends the draft and leads to what was made; what is wrong is shown first, at the first field it is wrong with. */
function useSend(form: VersionForm) {
  const t = useTranslations('applications')
  const router = useRouter()
  const notify = useNotify()
  const { run, busy, error } = useChange('application/createApplication')
  const formRef = useRef<HTMLFormElement>(null)
  const [refusedTimes, setRefusedTimes] = useState(0)
  useEffect(() => {
    if (refusedTimes > 0) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusedTimes])

  const sendDraft = async () => {
    const { appName, version } = form.draft
    const outcome = await run(toCreateInput(form.draft))
    if (!outcome.ok) return
    notify(t('created', { name: `${appName} ${version}` }))
    router.push(links.version(appName, version))
  }
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    if (form.check()) void sendDraft()
    else setRefusedTimes(refusedTimes + 1)
  }
  return { send, busy, error, invalid: refusedTimes > 0 && !form.complete, formRef }
}
