'use client'
import { useTranslations } from 'next-intl'
import { ApplicationIcon, DeploymentIcon, ImageIcon, NodeIcon, OrgIcon, TagIcon } from '@/components/ui/icons'
import { DeploymentState, NodeState } from '@/components/ui/status'
import type { ApiError } from '@/lib/client/api-error'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import type { PaletteGroup } from './palette-item'

export interface Found {
  groups: readonly PaletteGroup[]
  /** The answer to what is typed now has not come. */
  waiting: boolean
  error: ApiError | undefined
  retry: () => void
}

const MOST_OF_A_KIND = 6
/** As long as the longest name. */
const MOST_CHARACTERS = 255

/** The records whose names have what was typed; `text` empty: none. */
export function useFound(text: string): Found {
  const t = useTranslations('palette')
  const asked = Array.from(text.trim()).slice(0, MOST_CHARACTERS).join('')
  const { data, error, loading, stale, reload } = useOperation(
    'overview/search',
    asked === '' ? null : { text: asked, limit: MOST_OF_A_KIND },
    { keepPrevious: true },
  )
  if (asked === '') return { groups: [], waiting: false, error: undefined, retry: reload }
  const { nodes = [], applications = [], deployments = [], images = [], imageVersions = [], orgs = [] } = data ?? {}
  const of = (id: 'nodes' | 'applications' | 'deployments' | 'images' | 'imageVersions' | 'orgs') => ({
    id,
    label: t(`group.${id}`),
  })
  const groups: PaletteGroup[] = [
    {
      ...of('nodes'),
      items: nodes.map(({ name, status }) => {
        const href = links.node(name)
        return { id: href, href, Icon: NodeIcon, label: name, beside: <NodeState status={status} /> }
      }),
    },
    {
      ...of('applications'),
      items: applications.map(({ appName }) => {
        const href = links.application(appName)
        return { id: href, href, Icon: ApplicationIcon, label: appName }
      }),
    },
    {
      ...of('deployments'),
      items: deployments.map(({ appName, nodeName, status }) => {
        const href = links.deployment(appName, nodeName)
        const label = t('deployment', { app: appName, node: nodeName })
        return { id: href, href, Icon: DeploymentIcon, label, beside: <DeploymentState status={status} /> }
      }),
    },
    {
      ...of('images'),
      items: images.map(({ orgName, imageName }) => {
        const href = links.image(orgName, imageName)
        return { id: href, href, Icon: ImageIcon, label: `${orgName}/${imageName}` }
      }),
    },
    {
      ...of('imageVersions'),
      items: imageVersions.map(({ orgName, imageName, imageVersion }) => {
        const href = links.imageVersion(orgName, imageName, imageVersion)
        return { id: href, href, Icon: TagIcon, label: `${orgName}/${imageName}:${imageVersion}` }
      }),
    },
    {
      ...of('orgs'),
      items: orgs.map(({ orgName }) => {
        const href = links.org(orgName)
        return { id: href, href, Icon: OrgIcon, label: orgName }
      }),
    },
  ]
  return { groups, waiting: loading || stale, error, retry: reload }
}
