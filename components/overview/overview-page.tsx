'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { ActivityList } from '@/components/activity/activity-list'
import { DEPLOYMENT_STATUSES } from '@/components/deployments/deployment-constants'
import { NODE_STATUSES } from '@/components/nodes/node-constants'
import { AppLink } from '@/components/ui/app-link'
import { ErrorNotice } from '@/components/ui/error-notice'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { DEPLOYMENT_TONE, NODE_TONE } from '@/components/ui/status'
import { links } from '@/lib/client/links'
import { useOperation, type Query } from '@/lib/client/use-operation'
import overview from '@/lib/i18n/messages/en/overview.json'
import { withTexts } from '@/lib/i18n/with-texts'
import type { Overview } from '@/lib/overview/schema'
import { Capacity } from './capacity'
import { FirstStepsGuide } from './first-steps-guide'
import { Platform } from './platform'
import { ProblemList } from './problem-list'
import { StateCounts } from './state-counts'

const LATEST = 8

export const OverviewPage = withTexts({ overview }, OverviewContent)

/** How all is, what is wrong first. Two columns, which on a phone become one with what happened last. */
function OverviewContent() {
  const t = useTranslations('overview')
  const query = useOperation('overview/describeOverview', {})
  return (
    <>
      <PageHeader title={t('title')} />
      {query.data && <FirstStepsGuide overview={query.data} />}
      <Box sx={COLUMNS}>
        <Box sx={COLUMN}>
          <div>
            <ProblemList />
          </div>
          <States query={query} />
          <Box sx={{ order: 1 }}>
            <Section title={t('latest')}>
              <ActivityList step={LATEST} />
            </Section>
          </Box>
        </Box>
        <Box sx={COLUMN}>
          {query.data && (
            <div>
              <Capacity {...query.data} />
            </div>
          )}
          <Platform kubelets={query.data?.kubelets} />
        </Box>
      </Box>
    </>
  )
}

const COLUMNS = {
  display: { xs: 'flex', lg: 'grid' },
  flexDirection: 'column',
  gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)',
  columnGap: 4,
  alignItems: { lg: 'start' },
} as const
const COLUMN = { display: { xs: 'contents', lg: 'block' } } as const

function States({ query: { data, error, reload } }: { query: Query<Overview> }) {
  const t = useTranslations('overview')
  const failed = error && <ErrorNotice error={error} title={t('statesFailed')} onRetry={reload} />
  if (!data) return <Section title={t('states')}>{failed ?? <RowSkeletons rows={3} />}</Section>
  return (
    <>
      {failed && <Box sx={{ mb: 4 }}>{failed}</Box>}
      <Box sx={{ display: 'grid', gridTemplateColumns: { sm: '1fr 1fr' }, columnGap: 4, '& > *': { minWidth: 0 } }}>
        <NodeStates counts={data.nodes} />
        <DeploymentStates counts={data.deployments} />
      </Box>
    </>
  )
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0)

function NodeStates({ counts }: { counts: Overview['nodes'] }) {
  const t = useTranslations('overview')
  const states = useTranslations('states')
  const total = sum(counts)
  return (
    <StateCounts
      title={t('nodes')}
      total={total}
      unit={t('nodeUnit', { count: total })}
      href={links.nodes}
      states={NODE_STATUSES.map((state) => ({
        state,
        label: states(`node.${state}`),
        tone: NODE_TONE[state],
        count: counts[state],
        href: `${links.nodes}?status=${state}`,
        always: state === 'Online' || state === 'Offline',
      }))}
      empty={<Nothing text={t('noNodes')} href={links.nodes} action={t('toNodes')} />}
    />
  )
}

function DeploymentStates({ counts }: { counts: Overview['deployments'] }) {
  const t = useTranslations('overview')
  const states = useTranslations('states')
  const total = sum(counts)
  return (
    <StateCounts
      title={t('deployments')}
      total={total}
      unit={t('deploymentUnit', { count: total })}
      href={links.deployments}
      states={DEPLOYMENT_STATUSES.map((state) => ({
        state,
        label: states(`deployment.${state}`),
        tone: DEPLOYMENT_TONE[state],
        count: counts[state],
        href: `${links.deployments}?status=${state}`,
        always: state === 'Running' || state === 'Abnormal',
      }))}
      empty={<Nothing text={t('noDeployments')} href={links.applications} action={t('toApplications')} />}
    />
  )
}

function Nothing({ text, href, action }: { text: string; href: string; action: string }) {
  return (
    <>
      <Typography sx={{ color: 'text.secondary', mb: 1 }}>{text}</Typography>
      <AppLink href={href}>{action}</AppLink>
    </>
  )
}
