'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { AppLink } from '@/components/ui/app-link'
import type { ActivityRecord } from '@/lib/activity/schema'
import { links } from '@/lib/client/links'
import type { ActivityGroup } from './group-activities'

/** What happened, as a sentence whose subjects lead to what is there still of them. */
export function ActivitySentence({ group }: { group: ActivityGroup }) {
  const t = useTranslations('activity')
  const { first, nodeNames } = group
  const actor = first.actor === '' ? t('someone') : first.actor
  const node =
    nodeNames.length > 1 ? (
      <Subject name={t('nodes', { count: nodeNames.length })} href={nodesLink(first)} title={titleOf(nodeNames)} />
    ) : (
      <Subject name={first.nodeName} href={nodeLink(first)} />
    )
  const parts = {
    actor: () => <Name>{actor}</Name>,
    node: () => node,
    app: () => <Subject name={[first.appName, first.version].join(' ').trim()} href={appLink(first)} />,
    image: () => <Subject name={imageNameOf(first)} href={imageLink(first)} />,
  }
  return <>{t.rich(keyOf(first), parts)}</>
}

/** The record's kind and action belong together: the database holds no others. */
const keyOf = ({ kind, action }: ActivityRecord) => `${kind}.${action}` as 'node.Online'

function Name({ children }: { children: ReactNode }) {
  return (
    <Box component="span" sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}>
      {children}
    </Box>
  )
}

function Subject({ name, href, title }: { name: string; href: string | undefined; title?: string | undefined }) {
  if (href === undefined) return <Name>{name}</Name>
  return (
    <AppLink href={href} title={title ?? ''} sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}>
      {name}
    </AppLink>
  )
}

const MOST_NAMED = 20

const titleOf = (names: string[]) => names.slice(0, MOST_NAMED).join(', ') + (names.length > MOST_NAMED ? ' …' : '')

function nodeLink({ nodeName, exists }: ActivityRecord): string | undefined {
  return exists.includes('node') ? links.node(nodeName) : undefined
}

/** Where several nodes are seen at once. */
function nodesLink(activity: ActivityRecord): string | undefined {
  return activity.kind === 'node' ? links.nodes : appLink(activity)
}

function appLink({ appName, version, exists }: ActivityRecord): string | undefined {
  if (exists.includes('version')) return links.version(appName, version)
  return exists.includes('application') ? links.application(appName) : undefined
}

function imageNameOf({ imageName, version }: ActivityRecord): string {
  return version === '' ? imageName : `${imageName}:${version}`
}

function imageLink({ imageName, version, exists }: ActivityRecord): string | undefined {
  const slash = imageName.indexOf('/')
  const [org, image] = slash < 0 ? [imageName, ''] : [imageName.slice(0, slash), imageName.slice(slash + 1)]
  if (exists.includes('imageVersion')) return links.imageVersion(org, image, version)
  if (exists.includes('image')) return links.image(org, image)
  return exists.includes('org') ? links.org(org) : undefined
}
