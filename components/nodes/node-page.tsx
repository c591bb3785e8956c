'use client'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { MissingRecord } from '@/components/ui/missing-record'
import { lazySection } from '@/components/ui/lazy-section'
import { RecordPage } from '@/components/ui/record-page'
import { Tabs } from '@/components/ui/tabs'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeRecord } from '@/lib/nodes/schema'
import { JoinNode } from './join/join-node'
import { NodeAdvisories } from './node-advisories'
import { NodeFacts } from './node-facts'
import { NodeHeader } from './node-header'
import { NodeHealth } from './node-health'

// Only the first tab is looked at when the page opens.
const NodeDeployments = lazySection(async () => (await import('./node-deployments')).NodeDeployments)
const NodeEvents = lazySection(async () => (await import('./node-events')).NodeEvents)
const NodeHistory = lazySection(async () => (await import('./node-history')).NodeHistory)
const NodeLabelsTab = lazySection(async () => (await import('./node-labels-tab')).NodeLabelsTab)

export function NodePage() {
  const t = useTranslations('nodes')
  const name = useSearchParams().get('name') ?? ''
  const query = useOperation('node/desNode', { name })
  const missing = (
    <MissingRecord
      title={t('missingTitle', { name })}
      text={t('missingText')}
      back={{ href: links.nodes, label: t('toList') }}
    />
  )
  return (
    <RecordPage query={query} missing={missing}>
      {({ node }) => <NodeView key={node.id} node={node} />}
    </RecordPage>
  )
}

function NodeView({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const router = useRouter()
  return (
    <>
      <NodeHeader node={node} onDeleted={() => router.push(links.nodes)} />
      <Tabs
        label={t('tabs.label')}
        keep={['name']}
        tabs={[
          { id: 'overview', label: t('tabs.overview'), content: () => <NodeOverview node={node} /> },
          { id: 'deployments', label: t('tabs.deployments'), content: () => <NodeDeployments node={node} /> },
          { id: 'events', label: t('tabs.events'), content: () => <NodeEvents name={node.name} /> },
          { id: 'history', label: t('tabs.history'), content: () => <NodeHistory node={node} /> },
          { id: 'labels', label: t('tabs.labels'), content: () => <NodeLabelsTab node={node} /> },
        ]}
      />
    </>
  )
}

/** Whether it is well and if not why, and what it is. */
function NodeOverview({ node }: { node: NodeRecord }) {
  return (
    <>
      <NodeAdvisories node={node} />
      <JoinNode node={node} />
      {node.status !== 'NotInstalled' && <NodeHealth node={node} />}
      <NodeFacts node={node} />
    </>
  )
}
