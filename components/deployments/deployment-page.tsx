'use client'
import { useSearchParams } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { Facts } from '@/components/ui/facts'
import { MachineName } from '@/components/ui/machine-name'
import { MissingRecord } from '@/components/ui/missing-record'
import { PageHeader } from '@/components/ui/page-header'
import { RecordPage } from '@/components/ui/record-page'
import { lazySection } from '@/components/ui/lazy-section'
import { Section } from '@/components/ui/section'
import { DeploymentState, NodeState } from '@/components/ui/status'
import { Tabs } from '@/components/ui/tabs'
import { ExactTime } from '@/components/ui/time-ago'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'
import type { OutputOf } from '@/lib/protocol/operation-types'
import { DeploymentActions } from './deployment-actions'
import { DeploymentReasonText } from './deployment-reason-text'

const DeployPods = lazySection(async () => (await import('./deploy-pods')).DeployPods)
const LogsTab = lazySection(async () => (await import('@/components/workloads/logs-tab')).LogsTab)
const TerminalTab = lazySection(async () => (await import('@/components/workloads/terminal-tab')).TerminalTab)
const DeployEvents = lazySection(async () => (await import('./deploy-events')).DeployEvents)
const DeployManifest = lazySection(async () => (await import('./deploy-manifest')).DeployManifest)
const DeployHistory = lazySection(async () => (await import('./deploy-history')).DeployHistory)

export type DeploymentDescription = OutputOf<'application/describeDeploy'>

/** One application on one node: whether it is well there, and what can be done. */
export function DeploymentPage() {
  const t = useTranslations('deployments')
  const params = useSearchParams()
  const appName = params.get('app') ?? ''
  const nodeName = params.get('node') ?? ''
  const query = useOperation('application/describeDeploy', { appName, nodeName })
  const missing = (
    <MissingRecord
      title={t('missingTitle', { name: t('onNode', { app: appName, node: nodeName }) })}
      text={t('missingText')}
      back={{ href: links.deployments, label: t('toList') }}
    />
  )
  return (
    <RecordPage query={query} missing={missing}>
      {(described) => <DeploymentView key={described.appDeploy.id} described={described} />}
    </RecordPage>
  )
}

function DeploymentView({ described }: { described: DeploymentDescription }) {
  const t = useTranslations('deployments')
  const mayChange = useMayChange()
  const { appDeploy, node } = described
  const { appName, nodeName, status } = appDeploy
  const place = { appName, nodeName }
  return (
    <>
      <PageHeader
        title={t('onNode', { app: appName, node: nodeName })}
        parents={[{ href: links.deployments, label: t('title') }]}
        beside={<DeploymentState status={status} dimmed={node.status === 'Offline'} />}
        text={<StateText described={described} />}
        actions={mayChange && status !== 'Deleting' && <DeploymentActions described={described} />}
      />
      <Tabs
        label={t('tab.label')}
        keep={['app', 'node']}
        tabs={[
          { id: 'state', label: t('tab.state'), content: () => <StateTab described={described} /> },
          { id: 'log', label: t('tab.log'), content: () => <LogsTab {...place} /> },
          { id: 'terminal', label: t('tab.terminal'), content: () => <TerminalTab {...place} /> },
          { id: 'events', label: t('tab.events'), content: () => <WhatHappened {...place} /> },
          { id: 'manifest', label: t('tab.manifest'), content: () => <DeployManifest {...place} /> },
        ]}
      />
    </>
  )
}

function WhatHappened(place: { appName: string; nodeName: string }) {
  return (
    <>
      <DeployHistory {...place} />
      <DeployEvents {...place} />
    </>
  )
}

function StateTab({ described }: { described: DeploymentDescription }) {
  const { appName, nodeName } = described.appDeploy
  return (
    <>
      <DeployPods appName={appName} nodeName={nodeName} />
      <Section>
        <DeploymentFacts described={described} />
      </Section>
    </>
  )
}

/** Whether it is well, and if not why: in a sentence. */
function StateText({ described: { appDeploy, node } }: { described: DeploymentDescription }) {
  const t = useTranslations('deployments')
  const format = useFormatter()
  const { status, reason, statusAt, updateAt } = appDeploy
  if (reason !== '') return <DeploymentReasonText reason={reason} />
  if (node.status === 'Offline') return <>{t('sentence.offline')}</>
  const since = format.dateTime(new Date(statusAt ?? updateAt), { dateStyle: 'medium', timeStyle: 'short' })
  return <>{t(`sentence.${status}`, { since })}</>
}

function DeploymentFacts({ described: { appDeploy, node } }: { described: DeploymentDescription }) {
  const t = useTranslations('deployments')
  const { appName, nodeName, version, previousVersion } = appDeploy
  const versionLink = (name: string) => <AppLink href={links.version(appName, name)}>{name}</AppLink>
  return (
    <Facts
      facts={[
        {
          label: t('column.application'),
          value: <AppLink href={links.application(appName)}>{appName}</AppLink>,
        },
        { label: t('column.node'), value: <AppLink href={links.node(nodeName)}>{nodeName}</AppLink> },
        { label: t('column.version'), value: versionLink(version) },
        { label: t('fact.nodeState'), value: <NodeState status={node.status} /> },
        { label: t('fact.previous'), value: previousVersion },
        { label: t('fact.heardFrom'), value: <ExactTime at={node.lastHeartbeat} /> },
        { label: t('column.since'), value: timeOrNone(appDeploy.statusAt) },
        { label: t('column.created'), value: <ExactTime at={appDeploy.createAt} /> },
        { label: t('fact.restarted'), value: timeOrNone(appDeploy.restartedAt) },
        { label: t('fact.image'), value: <MachineName text={appDeploy.containerImagePath} /> },
        { label: t('fact.workload'), value: <MachineName text={appDeploy.deployUUID} /> },
      ]}
    />
  )
}

const timeOrNone = (at: string | null) => (at === null ? undefined : <ExactTime at={at} />)
