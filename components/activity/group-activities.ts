import { readReason } from '@/components/deployments/deployment-reason'
import type { ActivityRecord } from '@/lib/activity/schema'

/** The same that happened on several nodes at about the same time: one line. */
export interface ActivityGroup {
  /** The newest of them, which stands for all. */
  first: ActivityRecord
  nodeNames: string[]
}

/** What happened within this time of its like belongs to it. */
const TOGETHER_MS = 60_000

/** Why it happened: a known cause of a deployment's, whatever its details, or what Kubernetes says. */
export function causeOf({ kind, reason }: ActivityRecord) {
  return kind === 'deployment' ? readReason(reason).cause : undefined
}

const kin = (activity: ActivityRecord) => {
  const { kind, action, appName, version, actor, reason } = activity
  return JSON.stringify([kind, action, appName, version, actor, causeOf(activity) ?? reason])
}

/**
 * Draws together what a deployment to many nodes, or the loss of many, wrote one by one; newest first as given. What
 * happened to one node twice, or for another cause, stays a line of its own.
 */
export function groupActivities(activities: readonly ActivityRecord[]): ActivityGroup[] {
  const groups: ActivityGroup[] = []
  const open = new Map<string, { group: ActivityGroup; names: Set<string>; oldestMs: number }>()
  for (const activity of activities) {
    const { nodeName } = activity
    const key = kin(activity)
    const atMs = Date.parse(activity.at)
    const like = nodeName === '' ? undefined : open.get(key)
    if (like && !like.names.has(nodeName) && like.oldestMs - atMs <= TOGETHER_MS) {
      like.group.nodeNames.push(nodeName)
      like.names.add(nodeName)
      like.oldestMs = atMs
      continue
    }
    const group = { first: activity, nodeNames: [nodeName] }
    groups.push(group)
    open.set(key, { group, names: new Set([nodeName]), oldestMs: atMs })
  }
  return groups
}
