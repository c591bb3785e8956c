import type { DeployTarget } from '@/lib/deployments/schema'
import type { NodeStatus } from '@/lib/nodes/schema'

/** Which nodes a list of targets is narrowed to. */
export interface TargetFilter {
  search?: string | undefined
  status?: NodeStatus | undefined
  arch?: string | undefined
  nodeType?: string | undefined
  /** Only nodes on which the application is in this version. */
  presentVersion?: string | undefined
}

/**
 * Which nodes are chosen: all that can take the version and match a filter, but for some, and others by name. Ten
 * thousand nodes are so chosen at once, without naming them.
 */
export interface NodeChoice {
  all: TargetFilter | undefined
  /** Of those in `all`. */
  except: ReadonlySet<string>
  /** Not of those in `all`. */
  also: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()
export const NO_NODES: NodeChoice = { all: undefined, except: NONE, also: NONE }

export const allThatFit = (filter: TargetFilter): NodeChoice => ({ ...NO_NODES, all: filter })
export const byName = (names: Iterable<string>): NodeChoice => ({ ...NO_NODES, also: new Set(names) })

function isInAll({ all }: NodeChoice, target: DeployTarget): boolean {
  if (!all || !target.fits) return false
  const { search = '', status, arch, nodeType, presentVersion } = all
  return (
    target.nodeName.toLowerCase().includes(search.toLowerCase()) &&
    (status === undefined || target.status === status) &&
    (arch === undefined || target.arch === arch) &&
    (nodeType === undefined || target.nodeType === nodeType) &&
    (presentVersion === undefined || target.presentVersion === presentVersion)
  )
}

export function isChosen(choice: NodeChoice, target: DeployTarget): boolean {
  if (choice.also.has(target.nodeName)) return true
  return isInAll(choice, target) && !choice.except.has(target.nodeName)
}

/** The choice after the rows of a page were ticked so that exactly `ticked` of them are chosen. */
export function afterTicking(
  choice: NodeChoice,
  rows: readonly DeployTarget[],
  ticked: ReadonlySet<string>,
): NodeChoice {
  const except = new Set(choice.except)
  const also = new Set(choice.also)
  for (const row of rows) {
    const on = ticked.has(row.nodeName)
    if (on === isChosen(choice, row)) continue
    if (isInAll(choice, row)) {
      also.delete(row.nodeName)
      if (on) except.delete(row.nodeName)
      else except.add(row.nodeName)
    } else if (on) also.add(row.nodeName)
    else also.delete(row.nodeName)
  }
  return { ...choice, except, also }
}

/** Whether deploying would not at once be refused; what is short of room may be chosen by hand. */
export const canBeChosen = ({ code }: DeployTarget) => code === ''
