import { DEPLOYMENT_STATUSES } from '@/lib/deployments/schema'
import { kubeEdgeVersion } from '@/lib/nodes/kubeedge-version'
import { NODE_STATUSES } from '@/lib/nodes/schema'
import type { Call } from '@/lib/protocol/operation'
import { platformOf } from './platform'
import { listProblems } from './problems'
import type { ListProblemInput, Overview } from './schema'
import * as store from './store'

export async function describeOverview({ db, caller: { tenant } }: Call): Promise<Overview> {
  const [nodes, deployments, counts, capacity, requested, kubelets] = await Promise.all([
    store.countNodes(db, tenant),
    store.countDeployments(db, tenant),
    store.countRecords(db, tenant),
    store.sumCapacity(db, tenant),
    store.sumRequests(db, tenant),
    store.countKubelets(db, tenant),
  ])
  return {
    nodes: byStatus(NODE_STATUSES, nodes),
    deployments: byStatus(DEPLOYMENT_STATUSES, deployments),
    counts,
    capacity,
    requested,
    kubelets: kubelets.map((kubelet) => ({ ...kubelet, kubeEdgeVersion: kubeEdgeVersion(kubelet.kubeletVersion) })),
  }
}

function byStatus<S extends string>(statuses: readonly S[], counts: { status: string; count: number }[]) {
  const of = (status: S) => counts.find((one) => one.status === status)?.count ?? 0
  return Object.fromEntries(statuses.map((status) => [status, of(status)])) as Record<S, number>
}

export async function listProblem({ app, db, caller: { tenant } }: Call, input: ListProblemInput) {
  const platform = await platformOf(app)
  return listProblems({ db, provider: app.db.provider, tenant, platform }, input)
}
