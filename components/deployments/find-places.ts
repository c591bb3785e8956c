import { callOperation } from '@/lib/client/api'
import type { DeploymentRecord, DeploymentStatus } from '@/lib/deployments/schema'
import type { Place } from './act-on-nodes'
import { MAX_NODES } from './deployment-constants'
import type { NodeChoice } from './node-choice'

/** More pages than any list has: an end for a list that never stops growing. */
const MAX_PAGES = 1000

/** Reads a list to its end, in the largest pages that there are. */
async function readAll<T>(
  read: (page: { pageNum: number; pageSize: number }) => Promise<{ total: number; items: T[] }>,
): Promise<T[]> {
  const all: T[] = []
  for (let pageNum = 1; pageNum <= MAX_PAGES; pageNum += 1) {
    const { total, items } = await read({ pageNum, pageSize: MAX_NODES })
    all.push(...items)
    if (items.length === 0 || all.length >= total) break
  }
  return all
}

/** The nodes that are chosen for a version, by name. */
export async function findChosen(appName: string, version: string, choice: NodeChoice): Promise<Place[]> {
  const { all, except, also } = choice
  const names = new Set(also)
  if (all) {
    const content = { ...all, appName, version, onlyFitting: true, sortBy: 'id', order: 'asc' } as const
    const targets = await readAll(async (page) => {
      const { total, targets: items } = await callOperation('application/listDeployTarget', { ...content, ...page })
      return { total, items }
    })
    for (const { nodeName } of targets) if (!except.has(nodeName)) names.add(nodeName)
  }
  return [...names].map((nodeName) => ({ appName, version, nodeName }))
}

export interface DeploymentFilter {
  appName?: string | undefined
  version?: string | undefined
  status?: DeploymentStatus | undefined
  search?: string | undefined
}

/** All deployments that match. */
export function findDeployments(filter: DeploymentFilter): Promise<DeploymentRecord[]> {
  return readAll(async (page) => {
    const content = { ...filter, ...page, sortBy: 'id', order: 'asc' } as const
    const { total, appDeploys } = await callOperation('application/listDeploy', content)
    return { total, items: appDeploys }
  })
}
