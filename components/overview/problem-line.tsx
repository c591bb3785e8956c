'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DeploymentReasonText } from '@/components/deployments/deployment-reason-text'
import type { Tone } from '@/components/theme/tokens'
import { AppLink } from '@/components/ui/app-link'
import { links } from '@/lib/client/links'
import type { Problem } from '@/lib/overview/schema'
import { useDuration } from './use-duration'

const TONE = {
  clusterUnreachable: 'bad',
  registryUnreachable: 'bad',
  clusterUnsupported: 'bad',
  clusterRightsMissing: 'attention',
  nodesOffline: 'bad',
  deploymentsAbnormal: 'bad',
  nodesVulnerable: 'attention',
  imagesKept: 'attention',
  deploymentsStuck: 'attention',
  nodesNotJoined: 'attention',
} as const satisfies Record<Problem['kind'], Tone>

/** Where the page tells how cluster and registry are. */
export const PLATFORM_ID = 'platform'

/** One thing that is wrong, as a sentence that leads to where it can be mended; below it why, or what follows. */
export function ProblemLine({ problem }: { problem: Problem }) {
  const more = <ProblemDetail problem={problem} />
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        gap: 3,
        py: 2.5,
        '&:not(:first-of-type)': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Box
        aria-hidden
        sx={{ width: 8, height: 8, borderRadius: '50%', bgcolor: `tone.${TONE[problem.kind]}`, mt: 1.5, flex: 'none' }}
      />
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography>
          <ProblemSentence problem={problem} />
        </Typography>
        <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{more}</Box>
      </Box>
    </Box>
  )
}

/** `nodesOffline` of one node and of several read differently. */
const FORMS = {
  clusterUnreachable: ['clusterUnreachable', 'clusterUnreachable'],
  registryUnreachable: ['registryUnreachable', 'registryUnreachable'],
  clusterUnsupported: ['clusterUnsupported', 'clusterUnsupported'],
  clusterRightsMissing: ['clusterRightsMissing', 'clusterRightsMissing'],
  nodesOffline: ['nodeOffline', 'nodesOffline'],
  nodesNotReady: ['nodeNotReady', 'nodesNotReady'],
  nodesNotJoined: ['nodeNotJoined', 'nodesNotJoined'],
  nodesVulnerable: ['nodeVulnerable', 'nodesVulnerable'],
  imagesKept: ['imagesKept', 'imagesKept'],
  deploymentsAbnormal: ['deploymentAbnormal', 'deploymentsAbnormal'],
  deploymentsStuck: ['deploymentStuck', 'deploymentsStuck'],
} as const satisfies Record<Problem['kind'] | 'nodesNotReady', readonly [one: string, several: string]>

/** Their machines say so themselves. */
const isNotReady = ({ kind, status }: Problem) => kind === 'nodesOffline' && status === 'notReady'

function ProblemSentence({ problem }: { problem: Problem }) {
  const t = useTranslations('overview')
  const duration = useDuration()
  const { kind, since, nodes, appName, version } = problem
  const [node = ''] = nodes.names
  const [one, several] = FORMS[isNotReady(problem) ? 'nodesNotReady' : kind]
  const form = nodes.count > 1 ? several : one
  const href = whereMended(problem)
  const parts = {
    subject: (chunks: ReactNode) => <Lead href={href}>{chunks}</Lead>,
    state: kind === 'deploymentsStuck' ? t(`stuck.${stuckState(problem.status)}`) : '',
    app: `${appName} ${version}`,
    version,
    node,
    count: problem.images ?? nodes.count,
  }
  if (since === null || form === 'imagesKept' || form === 'nodeVulnerable' || form === 'nodesVulnerable') {
    return <>{t.rich(`problem.${form}`, parts)}</>
  }
  return <>{t.rich(`problemFor.${form}`, { ...parts, time: duration(since) })}</>
}

function Lead({ href, children }: { href: string; children: ReactNode }) {
  return (
    <AppLink href={href} sx={{ fontWeight: 500 }}>
      {children}
    </AppLink>
  )
}

/** The record itself where it is one; else the list of them. */
function whereMended({ kind, nodes, appName, version, status }: Problem): string {
  const [node = ''] = nodes.names
  const one = nodes.count === 1
  switch (kind) {
    case 'nodesOffline':
      return one ? links.node(node) : `${links.nodes}?status=Offline`
    case 'nodesNotJoined':
      return one ? links.node(node) : `${links.nodes}?status=NotInstalled`
    case 'nodesVulnerable':
      return one ? links.node(node) : links.vulnerableNodes
    case 'deploymentsAbnormal':
    case 'deploymentsStuck':
      return one ? links.deployment(appName, node) : `${links.version(appName, version)}&status=${status}`
    case 'clusterUnreachable':
    case 'registryUnreachable':
    case 'clusterUnsupported':
    case 'clusterRightsMissing':
    case 'imagesKept':
      return `#${PLATFORM_ID}`
  }
}

const STUCK = ['Init', 'Deploying', 'UpdateInit', 'Deleting'] as const

const stuckState = (status: string) => STUCK.find((known) => known === status) ?? 'Deploying'

function ProblemDetail({ problem }: { problem: Problem }) {
  const t = useTranslations('overview')
  const { kind, reason, deployments, nodes, fixedIn } = problem
  switch (kind) {
    case 'clusterUnreachable':
      return <>{t('consequence.clusterUnreachable')}</>
    case 'registryUnreachable':
      return (
        <>
          {t('consequence.registryUnreachable')}
          {reason !== '' && <Box>{reason}</Box>}
        </>
      )
    case 'imagesKept':
      return <>{t('consequence.imagesKept', { reason })}</>
    case 'clusterUnsupported':
    case 'clusterRightsMissing':
      return <>{reason}</>
    case 'nodesOffline':
      if (isNotReady(problem)) return <>{reason === '' ? t('consequence.nodesNotReady') : reason}</>
      return deployments === 0 ? null : <>{t('consequence.nodesOffline', { count: deployments })}</>
    case 'nodesNotJoined':
      return <>{t('consequence.nodesNotJoined')}</>
    case 'nodesVulnerable':
      return <>{t('consequence.nodesVulnerable', { advisories: reason, version: fixedIn })}</>
    case 'deploymentsAbnormal':
    case 'deploymentsStuck':
      return (
        <>
          {reason !== '' && <DeploymentReasonText reason={reason} />}
          {nodes.count > 1 && <Box>{t('onNodes', { names: listed(nodes) })}</Box>}
        </>
      )
  }
}

const listed = ({ count, names }: Problem['nodes']) => names.join(', ') + (count > names.length ? ' …' : '')
