'use client'
import { useTranslations } from 'next-intl'
import { ApplicationIcon, DeploymentIcon, ImageIcon, NodeIcon, OrgIcon, TagIcon } from '@/components/ui/icons'
import type { Place } from '@/lib/client/places'
import { useRecentPlaces } from '@/lib/client/use-recent-places'
import type { PaletteItem } from './palette-item'

const ICONS = {
  node: NodeIcon,
  org: OrgIcon,
  image: ImageIcon,
  imageVersion: TagIcon,
  application: ApplicationIcon,
  version: ApplicationIcon,
  deployment: DeploymentIcon,
} as const satisfies Record<Place['kind'], unknown>

const MOST = 5

/** The records that the user looked at last. */
export function useRecent(): PaletteItem[] {
  const t = useTranslations('palette')
  const { places } = useRecentPlaces()
  return places.slice(0, MOST).map(({ kind, names, href }) => {
    const [first = '', second = '', third = ''] = names
    const labels: Record<Place['kind'], string> = {
      node: first,
      org: first,
      application: first,
      image: `${first}/${second}`,
      imageVersion: `${first}/${second}:${third}`,
      version: `${first} ${second}`,
      deployment: t('deployment', { app: first, node: second }),
    }
    return { id: `recent ${href}`, href, Icon: ICONS[kind], label: labels[kind], beside: t(`kind.${kind}`) }
  })
}
