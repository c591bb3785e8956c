import { requireVersion } from '@/lib/applications/service'
import type { VersionRow } from '@/lib/applications/store'
import { asNodeStatus } from '@/lib/nodes/store'
import type { Call } from '@/lib/protocol/operation'
import { refusalToDeploy } from './node-steps'
import type { DeployEffect, DeployObstacle, DeployTarget, ListDeployTargetInput } from './schema'
import * as store from './target-store'

/**
 * What deploying a version would do on each node, and what keeps it from starting there. The nodes are few enough to
 * be judged one by one, by the same rules as `deploy`: so what is counted here is what happens there.
 */
export async function listDeployTarget(call: Call, input: ListDeployTargetInput) {
  const { db, caller, app } = call
  const version = await requireVersion(call, input.appName, input.version)
  const judge = await judgeFor(call, version)
  const nodes = await store.findTargetNodes(db, app.db.provider, caller.tenant, input)
  const matching = nodes
    .map(judge)
    .filter(({ presentVersion }) => input.presentVersion === undefined || presentVersion === input.presentVersion)
    .filter(({ fits }) => fits || !input.onlyFitting)
  const from = (input.pageNum - 1) * input.pageSize
  return { total: matching.length, counts: countsOf(matching), targets: matching.slice(from, from + input.pageSize) }
}

async function judgeFor({ db, caller: { tenant } }: Call, version: VersionRow) {
  const wanted = store.requestsOf(version)
  const present = await store.findPresent(db, version.applicationId)
  const ports = await store.findTakenPorts(db, tenant, version)
  const requested =
    wanted.cpu + wanted.memory > 0 ? await store.findRequested(db, tenant, version.applicationId) : undefined
  return (node: store.TargetNode): DeployTarget => {
    const there = present.get(node.id)
    const refusal = refusalToDeploy(version, node, there)
    const obstacles = refusal ? [] : obstaclesOn(node, wanted, requested?.get(node.id), ports.get(node.id))
    return {
      nodeName: node.name,
      nodeType: node.nodeType,
      arch: node.arch,
      status: asNodeStatus(node.status),
      effect: effectOf(refusal?.code, there !== undefined),
      presentVersion: there?.version ?? '',
      code: refusal?.code ?? '',
      obstacles,
      fits: refusal === undefined && obstacles.every(({ code }) => code === 'offline'),
    }
  }
}

function effectOf(code: DeployTarget['code'] | undefined, isThere: boolean): DeployEffect {
  if (code === undefined) return isThere ? 'update' : 'new'
  return code === 'sameVersion' ? 'unchanged' : 'refused'
}

/** Room is judged by what the node has in all: what the system keeps for itself is for the scheduler to know. */
function obstaclesOn(
  node: store.TargetNode,
  wanted: store.Resources,
  requested: store.Resources = { cpu: 0, memory: 0 },
  port?: store.TakenPort,
): DeployObstacle[] {
  const obstacles: DeployObstacle[] = []
  if (node.status === 'Offline') obstacles.push({ code: 'offline' })
  const cpu = node.cpuCore - requested.cpu
  const memory = Number(node.memory) - requested.memory
  // Sums of quotas such as 0.1 and 0.2 are a hair above what they say.
  if (wanted.cpu > 0 && wanted.cpu > cpu + 1e-6)
    obstacles.push({ code: 'cpu', wanted: wanted.cpu, free: atLeast0(cpu) })
  if (wanted.memory > 0 && wanted.memory > memory) {
    obstacles.push({ code: 'memory', wanted: wanted.memory, free: atLeast0(memory) })
  }
  if (port) obstacles.push({ code: 'port', ...port })
  return obstacles
}

const atLeast0 = (amount: number) => Math.max(0, Math.round(amount * 1000) / 1000)

function countsOf(targets: readonly DeployTarget[]) {
  const counts = { new: 0, update: 0, unchanged: 0, refused: 0, offline: 0, short: 0 }
  for (const { effect, fits, obstacles } of targets) {
    counts[effect] += 1
    if (obstacles.some(({ code }) => code === 'offline')) counts.offline += 1
    if (obstacles.length > 0 && !fits) counts.short += 1
  }
  return counts
}
