'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import NextLink from 'next/link'
import { useTranslations } from 'next-intl'
import { CloseIcon, DoneIcon } from '@/components/ui/icons'
import { Section } from '@/components/ui/section'
import { useOperation } from '@/lib/client/use-operation'
import type { Overview } from '@/lib/overview/schema'
import { firstSteps, type NextRecords, type Step, type StepName } from './first-steps'

interface FirstStepsSectionProps {
  overview: Overview
  onDismiss: () => void
}

/** Leads a new operator from an empty console to an application that runs; ticks off what is done. */
export function FirstStepsSection({ overview, onDismiss }: FirstStepsSectionProps) {
  const t = useTranslations('overview')
  const current = firstSteps(overview).find(({ done }) => !done)?.name
  const steps = firstSteps(overview, useNextRecords(current))
  const done = steps.filter((step) => step.done).length
  const dismiss = (
    <IconButton aria-label={t('steps.dismiss')} title={t('steps.dismiss')} onClick={onDismiss} sx={{ m: -1 }}>
      <CloseIcon fontSize="small" />
    </IconButton>
  )
  return (
    <Section title={t('steps.title')} actions={dismiss}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 4, rowGap: 2, mt: -3, mb: 3 }}>
        <Typography sx={{ color: 'text.secondary', flex: '1 1 320px' }}>{t('steps.text')}</Typography>
        <Progress done={done} of={steps.length} />
      </Box>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {steps.map((step, at) => (
          <StepLine key={step.name} step={step} number={at + 1} current={step.name === current} />
        ))}
      </Box>
    </Section>
  )
}

const FIRST = { pageNum: 1, pageSize: 1 }

/** What the step at hand is about, so that its button leads there and not to a list. */
function useNextRecords(current: StepName | undefined): NextRecords {
  const at = (step: StepName) => (step === current ? FIRST : null)
  const waiting = { ...FIRST, status: 'NotInstalled' } as const
  const nodes = useOperation('node/listNode', current === 'join' ? waiting : null)
  const application = useOperation('application/listApplication', at('publish') ?? at('deploy'))
  const deployments = useOperation('application/listDeploy', at('run'))
  const app = application.data?.apps[0]
  const version = app?.latestPubVersion ?? ''
  return {
    node: nodes.data?.nodes[0]?.name,
    application: app?.appName,
    published: app && version !== '' ? { appName: app.appName, version } : undefined,
    deployment: deployments.data?.appDeploys[0],
  }
}

function Progress({ done, of }: { done: number; of: number }) {
  const t = useTranslations('overview')
  return (
    <Box role="status" sx={{ display: 'flex', alignItems: 'center', gap: 3, color: 'text.secondary' }}>
      <Box aria-hidden sx={{ display: 'flex', gap: 1 }}>
        {Array.from({ length: of }, (_, at) => (
          <Box
            key={at}
            sx={{ width: 20, height: 4, borderRadius: 1, bgcolor: at < done ? 'tone.good' : 'tint.none' }}
          />
        ))}
      </Box>
      {t('steps.progress', { done, of })}
    </Box>
  )
}

function StepLine({ step, number, current }: { step: Step; number: number; current: boolean }) {
  const t = useTranslations('overview')
  const { name, act, done, href } = step
  return (
    <Box
      component="li"
      aria-current={current ? 'step' : undefined}
      sx={{
        display: 'flex',
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        alignItems: 'center',
        columnGap: 3,
        rowGap: 2,
        px: 3,
        py: 2,
        mx: -3,
        borderRadius: 1,
        bgcolor: current ? 'action.selected' : undefined,
      }}
    >
      <Mark done={done} current={current} number={number} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box sx={{ fontWeight: current ? 500 : 400, color: done ? 'text.secondary' : undefined }}>
          {t(`steps.${name}.title`)}
        </Box>
        {current && <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{t(`steps.${name}.text`)}</Box>}
      </Box>
      {!done && (
        <Button
          component={NextLink}
          href={href}
          variant={current ? 'contained' : 'text'}
          sx={{ flex: 'none', ml: { xs: 10, sm: 0 } }}
        >
          {t(`steps.act.${act}`)}
        </Button>
      )}
    </Box>
  )
}

function Mark({ done, current, number }: { done: boolean; current: boolean; number: number }) {
  const t = useTranslations('overview')
  return (
    <Box
      sx={{
        display: 'grid',
        placeItems: 'center',
        width: 28,
        height: 28,
        borderRadius: '50%',
        flex: 'none',
        fontSize: '0.8125rem',
        fontWeight: 500,
        border: 1,
        borderColor: done ? 'tint.good' : current ? 'primary.main' : 'divider',
        bgcolor: done ? 'tint.good' : 'background.paper',
        color: done ? 'tone.good' : current ? 'primary.main' : 'text.secondary',
      }}
    >
      {done ? <DoneIcon fontSize="small" titleAccess={t('steps.done')} /> : number}
    </Box>
  )
}
