'use client'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { MissingRecord } from '@/components/ui/missing-record'
import { RecordPage } from '@/components/ui/record-page'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeRecord } from '@/lib/nodes/schema'
import { JoinNode } from './join/join-node'
import { NodeDeployments } from './node-deployments'
import { NodeEvents } from './node-events'
import { NodeFacts } from './node-facts'
import { NodeHeader } from './node-header'
import { NodeLabels } from './node-labels'

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
  const router = useRouter()
  return (
    <>
      <NodeHeader node={node} onDeleted={() => router.push(links.nodes)} />
      <JoinNode node={node} />
      <NodeFacts node={node} />
      <NodeDeployments node={node} />
      <NodeEvents name={node.name} />
      <NodeLabels labels={node.labels} />
    </>
  )
}
