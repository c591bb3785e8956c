'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { NODE_STATUSES } from '@/components/nodes/node-constants'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { NodeState } from '@/components/ui/status'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeStatus } from '@/lib/nodes/schema'
import { Figure } from './figure'

const ONE = { pageNum: 1, pageSize: 1 }

/** How many there are of what, each leading to its list. */
export function OverviewPage() {
  const t = useTranslations('overview')
  return (
    <>
      <PageHeader title={t('title')} />
      <Section title={t('nodesByState')}>
        <Box sx={GRID}>
          {NODE_STATUSES.map((status) => (
            <NodeCount key={status} status={status} />
          ))}
        </Box>
      </Section>
      <Section title={t('records')}>
        <RecordCounts />
      </Section>
    </>
  )
}

const GRID = {
  display: 'grid',
  gridTemplateColumns: { xs: 'repeat(2, 1fr)', sm: 'repeat(auto-fill, minmax(160px, 1fr))' },
  gap: 4,
}

function NodeCount({ status }: { status: NodeStatus }) {
  const { data, error } = useOperation('node/listNode', { ...ONE, status })
  const href = `${links.nodes}?status=${status}`
  return <Figure value={data?.total} failed={error !== undefined} href={href} label={<NodeState status={status} />} />
}

function RecordCounts() {
  const t = useTranslations('shell')
  const nodes = useOperation('node/listNode', ONE)
  const images = useOperation('image/listImage', ONE)
  const applications = useOperation('application/listApplication', ONE)
  const figures = [
    { href: links.nodes, label: t('nodes'), query: nodes },
    { href: links.images, label: t('images'), query: images },
    { href: links.applications, label: t('applications'), query: applications },
  ]
  return (
    <Box sx={GRID}>
      {figures.map(({ href, label, query }) => (
        <Figure key={href} value={query.data?.total} failed={query.error !== undefined} href={href} label={label} />
      ))}
    </Box>
  )
}
