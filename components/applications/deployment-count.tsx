'use client'
import { useFormatter } from 'next-intl'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { useOperation } from '@/lib/client/use-operation'

/** On how many nodes a version is. One that was never published is on none, and is not asked for. */
export function DeploymentCount({ version: { appName, version, status } }: { version: ApplicationVersionRecord }) {
  const format = useFormatter()
  const content = status === 'Unpublished' ? null : { appName, version, pageNum: 1, pageSize: 1 }
  const { data } = useOperation('application/listApplicationDeploy', content)
  if (content === null) return <>{format.number(0)}</>
  return <>{data ? format.number(data.total) : '–'}</>
}
