'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import NextLink from 'next/link'
import { useTranslations } from 'next-intl'
import { useState, type SubmitEvent } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { lazyPart } from '@/components/ui/lazy-part'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard'
import { links } from '@/lib/client/links'
import { NameStep } from './name-step'
import { StepList } from './step-list'
import { useCreateVersion } from './use-create-version'
import { useSteps } from './use-steps'
import { useVersionForm, type VersionForm } from './use-version-form'
import type { VersionDraft } from './version-draft'
import type { Step } from './wizard-steps'

// Only the first step is looked at when the page opens.
const STEP_SHAPE = <RowSkeletons rows={3} />
const ImageStep = lazyPart(async () => (await import('./image-step')).ImageStep, STEP_SHAPE)
const RunStep = lazyPart(async () => (await import('./run-step')).RunStep, STEP_SHAPE)
const ReviewStep = lazyPart(async () => (await import('./review-step')).ReviewStep, STEP_SHAPE)

interface VersionWizardProps {
  initial: VersionDraft
  /** The application that gets a further version; absent for a new application. */
  of?: string
  /** The version that the fields were filled in from. */
  from?: string
}

/** Makes a version step by step, and its application with it when that is new. */
export function VersionWizard({ initial, of, from }: VersionWizardProps) {
  const t = useTranslations('applications')
  const form = useVersionForm(initial)
  const { step, done, wrong, formRef, titleRef, go, mend, back, next, finish } = useSteps(
    form,
    initial.imageVersion !== '',
  )
  const create = useCreateVersion()
  const [publishes, setPublishes] = useState(true)
  useUnsavedGuard(form.changed && !create.made)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (create.busy || create.made) return
    if (step !== 'review') next()
    else if (finish()) void create.send(form.draft, publishes)
  }
  return (
    <Box component="form" ref={formRef} noValidate onSubmit={submit} sx={{ maxWidth: 860 }}>
      <WizardHeader of={of} from={from} />
      <StepList current={step} done={done} wrong={wrong} summaryOf={(one) => summaryOf(one, form.draft)} onGo={go} />
      <Section>
        <Typography ref={titleRef} variant="h2" tabIndex={-1} sx={{ mb: 4, outline: 'none' }}>
          {t(`wizard.title.${step}`)}
        </Typography>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 5 }}>
          {step === 'name' && <NameStep form={form} isNew={of === undefined} />}
          {step === 'image' && <ImageStep form={form} />}
          {step === 'run' && <RunStep form={form} />}
          {step === 'review' && <ReviewStep form={form} publishes={publishes} onPublishes={setPublishes} onGo={mend} />}
        </Box>
      </Section>
      {create.error && <ErrorNotice error={create.error} title={t('createFailed')} />}
      <Footer step={step} of={of} busy={create.busy} onBack={back} />
    </Box>
  )
}

function WizardHeader({ of, from }: Pick<VersionWizardProps, 'of' | 'from'>) {
  const t = useTranslations('applications')
  const toList = { href: links.applications, label: t('title') }
  if (of === undefined) return <PageHeader title={t('new')} parents={[toList]} text={t('newText')} />
  return (
    <PageHeader
      title={t('newVersion')}
      parents={[toList, { href: links.application(of), label: of }]}
      text={from === undefined ? t('newVersionText', { app: of }) : t('newVersionFromText', { app: of, version: from })}
    />
  )
}

interface FooterProps {
  step: Step
  of: string | undefined
  busy: boolean
  onBack: () => void
}

function Footer({ step, of, busy, onBack }: FooterProps) {
  const t = useTranslations('applications')
  const common = useTranslations('common')
  const create = of === undefined ? t('create') : t('createVersion')
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
      {step !== 'name' && (
        <Button variant="outlined" onClick={onBack}>
          {t('wizard.back')}
        </Button>
      )}
      <Button type="submit" variant="contained" loading={busy}>
        {step === 'review' ? create : t('wizard.next')}
      </Button>
      <Button color="inherit" component={NextLink} href={of === undefined ? links.applications : links.application(of)}>
        {common('cancel')}
      </Button>
    </Box>
  )
}

/** What was chosen on a step, where a word or two can say it. */
function summaryOf(step: Step, draft: VersionForm['draft']): string {
  const { appName, version, imageName, imageVersion, arch } = draft
  if (step === 'name') return [appName, version].filter((part) => part).join(' ')
  if (step === 'image') return imageVersion === '' ? '' : `${imageName}:${imageVersion}`
  return step === 'run' ? arch.join(', ') : ''
}
