'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { Section } from '@/components/ui/section'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeRecord } from '@/lib/nodes/schema'
import { NodeLabels } from './node-labels'

/** What Kubernetes schedules by: labels, and taints that keep pods away. */
export function NodeLabelsTab({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const { data } = useOperation('node/describeNodeState', { name: node.name })
  const taints = data?.state?.taints ?? []
  return (
    <>
      <NodeLabels labels={node.labels} />
      {data?.state && (
        <Section title={t('taints')}>
          {taints.length === 0 && <Box sx={{ color: 'text.secondary' }}>{t('noTaints')}</Box>}
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, overflowWrap: 'anywhere' }}>
            {taints.map(({ key, value, effect }) => (
              <li key={`${key} ${effect}`}>
                <code>{`${key}${value === '' ? '' : `=${value}`}:${effect}`}</code>
              </li>
            ))}
          </Box>
        </Section>
      )}
    </>
  )
}
