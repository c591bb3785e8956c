'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { lazyPart } from '@/components/ui/lazy-part'
import { Section } from '@/components/ui/section'
import { ToneDot } from '@/components/ui/status'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'
import type { OutputOf } from '@/lib/protocol/operation-types'

const RetryFailedDialog = lazyPart(async () => (await import('./retry-failed-dialog')).RetryFailedDialog)
const UpdateAllDialog = lazyPart(async () => (await import('./update-dialog')).UpdateAllDialog)

type Summary = OutputOf<'application/summarizeDeploy'>

/** How far a version has got on its nodes: nothing of it is kept in the page, so it may be left and come back to. */
export function DeployProgress({ appName, version }: { appName: string; version: string }) {
  const t = useTranslations('deployments')
  const mayChange = useMayChange()
  const { data } = useOperation('application/summarizeDeploy', { appName, version }, { keepPrevious: true })
  const [asking, setAsking] = useState<'retry' | 'update'>()
  if (!data || data.total === 0) return null
  const failed = data.counts.Abnormal
  const actions = mayChange && (
    <>
      {failed > 0 && (
        <Button variant="outlined" onClick={() => setAsking('retry')}>
          {t('retryFailed.label', { count: failed })}
        </Button>
      )}
      <Button variant="outlined" onClick={() => setAsking('update')}>
        {t('update.all', { count: data.total })}
      </Button>
    </>
  )
  const close = () => setAsking(undefined)
  return (
    <Section title={titleOf(data, t)} actions={actions}>
      <Bar summary={data} />
      <Legend summary={data} appName={appName} version={version} />
      {asking === 'retry' && <RetryFailedDialog appName={appName} version={version} count={failed} onClose={close} />}
      {asking === 'update' && (
        <UpdateAllDialog appName={appName} version={version} count={data.total} onClose={close} />
      )}
    </Section>
  )
}

function partsOf({ counts }: Summary) {
  return [
    { id: 'running', tone: 'good', count: counts.Running + counts.Completed },
    { id: 'working', tone: 'working', count: counts.Init + counts.Deploying + counts.UpdateInit },
    { id: 'failed', tone: 'bad', count: counts.Abnormal },
    { id: 'leaving', tone: 'none', count: counts.Deleting },
  ] as const
}

function titleOf(summary: Summary, t: ReturnType<typeof useTranslations<'deployments'>>): string {
  const [running, working] = partsOf(summary)
  if (working.count > 0) return t('progress.title', { done: summary.total - working.count, count: summary.total })
  return running.count === summary.total
    ? t('progress.allRun', { count: summary.total })
    : t('progress.someRun', { running: running.count, count: summary.total })
}

function Bar({ summary }: { summary: Summary }) {
  const t = useTranslations('deployments')
  const parts = partsOf(summary)
  const settled = summary.total - parts[1].count
  return (
    <Box
      role="progressbar"
      aria-label={t('progress.label')}
      aria-valuemin={0}
      aria-valuemax={summary.total}
      aria-valuenow={settled}
      sx={{ display: 'flex', gap: '2px', height: 8, borderRadius: 1, overflow: 'hidden', bgcolor: 'divider', mb: 3 }}
    >
      {parts.map(
        ({ id, tone, count }) =>
          count > 0 && (
            <Box
              key={id}
              style={{ flexGrow: count }}
              sx={{ flex: '0 0 4px', bgcolor: `tone.${tone}`, transition: 'flex-grow 200ms ease-out' }}
            />
          ),
      )}
    </Box>
  )
}

function Legend({ summary, appName, version }: { summary: Summary; appName: string; version: string }) {
  const t = useTranslations('deployments')
  const failedHref = `${links.version(appName, version)}&status=Abnormal`
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexWrap: 'wrap', columnGap: 5, rowGap: 1 }}
    >
      {partsOf(summary).map(({ id, tone, count }) => (
        <li key={id} hidden={count === 0}>
          <ToneDot tone={tone}>
            {id === 'failed' ? (
              <AppLink href={failedHref} color="inherit">
                {t('progress.failed', { count })}
              </AppLink>
            ) : (
              t(`progress.${id}`, { count })
            )}
          </ToneDot>
        </li>
      ))}
      {summary.offline > 0 && (
        <li>
          <ToneDot tone="attention">{t('progress.offline', { count: summary.offline })}</ToneDot>
        </li>
      )}
    </Box>
  )
}
