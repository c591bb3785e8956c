'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DraftManifest } from './draft-manifest'
import { DraftMeaning } from './draft-meaning'
import { DraftSummary } from './draft-summary'
import type { VersionForm } from './use-version-form'
import { STEPS, type Step } from './wizard-steps'

interface ReviewStepProps {
  form: VersionForm
  publishes: boolean
  onPublishes: (on: boolean) => void
  onGo: (step: Step) => void
}

/** What will be made, in words and as Kubernetes gets it; or what still has to be mended first. */
export function ReviewStep({ form, publishes, onPublishes, onGo }: ReviewStepProps) {
  const t = useTranslations('applications')
  const complete = form.faulty.size === 0
  return (
    <>
      {!complete && <Unfinished faulty={form.faulty} onGo={onGo} />}
      <DraftSummary draft={form.draft} />
      {complete && (
        <>
          <Part title={t('means.title')}>
            <DraftMeaning draft={form.draft} />
          </Part>
          <Part title={t('manifest.title')}>
            <DraftManifest draft={form.draft} />
          </Part>
        </>
      )}
      <FormControlLabel
        control={<Checkbox checked={publishes} onChange={(_, on) => onPublishes(on)} />}
        label={t('publishAtOnce')}
      />
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Typography component="h3" sx={{ fontWeight: 500, mb: 2 }}>
        {title}
      </Typography>
      {children}
    </div>
  )
}

function Unfinished({ faulty, onGo }: { faulty: ReadonlySet<Step>; onGo: (step: Step) => void }) {
  const t = useTranslations('applications')
  return (
    <Box role="status" sx={{ p: 3, border: 1, borderColor: 'tone.attention', borderRadius: 1 }}>
      {t('wizard.unfinished')}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 2 }}>
        {STEPS.filter((step) => faulty.has(step)).map((step) => (
          <Button key={step} variant="outlined" onClick={() => onGo(step)}>
            {t('wizard.goTo', { step: t(`wizard.step.${step}`) })}
          </Button>
        ))}
      </Box>
    </Box>
  )
}
