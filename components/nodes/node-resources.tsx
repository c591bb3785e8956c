'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import { Section } from '@/components/ui/section'
import { ShareBar } from '@/components/ui/share-bar'
import { useUnits } from '@/components/ui/use-units'
import type { NodeResource } from '@/lib/nodes/state-schema'

/** Of each resource, how much the node has for pods and how much of that they ask for. */
export function NodeResources({ resources }: { resources: readonly NodeResource[] }) {
  const t = useTranslations('nodes')
  return (
    <Section title={t('resources.title')}>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, columnGap: 8, rowGap: 4 }}>
        {resources.map((resource) => (
          <Resource key={resource.name} resource={resource} />
        ))}
      </Box>
    </Section>
  )
}

function Resource({ resource }: { resource: NodeResource }) {
  const t = useTranslations('nodes')
  const format = useFormatter()
  const amount = useAmount(resource.name)
  const { name, capacity, allocatable, requested } = resource
  const share = requested === null || allocatable === 0 ? 0 : requested / allocatable
  const percent = format.number(share, { style: 'percent', maximumFractionDigits: 0 })
  return (
    <ShareBar
      label={t(`resources.name.${name}`)}
      share={share}
      value={requested === null ? t('resources.unknown') : percent}
    >
      {requested === null
        ? t('resources.free', { allocatable: amount(allocatable) })
        : t('resources.asked', { requested: amount(requested), allocatable: amount(allocatable) })}
      {capacity !== allocatable && ` ${t('resources.whole', { capacity: amount(capacity) })}`}
    </ShareBar>
  )
}

function useAmount(name: NodeResource['name']): (count: number) => string {
  const t = useTranslations('common')
  const format = useFormatter()
  const units = useUnits()
  if (name === 'cpu') return (count) => t('cores', { count: Math.round(count * 100) / 100 })
  if (name === 'pods') return (count) => format.number(count)
  return name === 'memory' ? (count) => units.memory(count) : (count) => units.bytes(count)
}
