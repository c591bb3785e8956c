import { DEPLOYMENTS, PODS, type Resource } from '@/lib/cluster/resources'
import { DEPLOY_LABEL } from '@/lib/deployments/workload'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { Portal } from '../harness/portal'
import { tagsWithSkopeo } from '../harness/skopeo'
import { IMAGE, ORG, type Clients } from './clients'
import { NAMESPACE, type Servers } from './servers'

const REPLICA_SETS: Resource = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  namespaced: true,
}
const PAGE = 1000
const ORPHANED = 'belongs to no record'

/** What is there in one view: a line for each deployment, sorted; equal views have equal lines. */
type Lines = string[]

/** What differs between what clients were told, what each console's records say, what the cluster and registry hold. */
export async function differences(servers: Servers, clients: Clients): Promise<string[]> {
  const asked = lines([...clients.deployed].map(([place, version]) => `${place}: ${version}`))
  const found: string[] = []
  let records: DeploymentRecord[] = []
  for (const portal of servers.portals()) {
    records = await allDeployments(portal)
    const said = lines(records.map((row) => `${row.appName} on ${row.nodeName}: ${row.version}`))
    found.push(...compare(`the records of ${portal.url}`, said, asked))
    const leaving = records.filter(({ status }) => status === 'Deleting')
    found.push(...leaving.map(({ appName, nodeName }) => `${appName} on ${nodeName} is still being taken away`))
  }
  found.push(...(await clusterDifferences(servers, records)))
  for (const portal of servers.portals()) {
    const versions = await portal.ok('image/listImageVersion', {
      orgName: ORG,
      imageName: IMAGE,
      pageNum: 1,
      pageSize: PAGE,
    })
    const recorded = lines(versions.imageVersions.map(({ imageVersion }) => imageVersion))
    found.push(...compare(`the image records of ${portal.url}`, recorded, lines([...clients.tags])))
  }
  const tags = await tagsWithSkopeo(`${servers.registry.host}/apulisedge/${ORG}/${IMAGE}`)
  found.push(...compare('the registry', lines(tags), lines([...clients.tags])))
  return found
}

async function clusterDifferences({ kube }: Servers, records: readonly DeploymentRecord[]): Promise<string[]> {
  const selection = { namespace: NAMESPACE, labelSelector: DEPLOY_LABEL }
  const workloads = await kube.list(DEPLOYMENTS, selection)
  const image = (one: (typeof workloads)[number]) => one.spec.template.spec.containers[0]?.image
  const inCluster = lines(workloads.map((one) => `${one.metadata.name}: ${image(one)}`))
  const wanted = lines(records.map((row) => `${row.deployUUID}: ${row.containerImagePath}`))
  const known = new Set(records.map(({ deployUUID }) => deployUUID))
  const below = [...(await kube.list(REPLICA_SETS, selection)), ...(await kube.list(PODS, selection))]
  const orphans = below.filter(({ metadata }) => !known.has(metadata.labels?.[DEPLOY_LABEL] ?? ''))
  return [
    ...compare('the cluster', inCluster, wanted),
    ...orphans.map(({ kind, metadata }) => `${kind ?? 'something'} ${metadata.name} ${ORPHANED}`),
  ]
}

async function allDeployments(portal: Portal): Promise<DeploymentRecord[]> {
  const { total, appDeploys } = await portal.ok('application/listDeploy', { pageNum: 1, pageSize: PAGE })
  if (total !== appDeploys.length) throw new Error(`${total} deployments, but ${appDeploys.length} listed`)
  return appDeploys
}

/** What a deleted Deployment leaves behind is taken away by Kubernetes' own garbage collector, in its own time. */
export function isLeftToCollect(difference: string): boolean {
  return difference.endsWith(ORPHANED)
}

const lines = (all: string[]): Lines => all.sort()

function compare(what: string, there: Lines, wanted: Lines): string[] {
  const twice = there.filter((line, at) => line === there[at + 1])
  return [
    ...wanted.filter((line) => !there.includes(line)).map((line) => `${what} lack: ${line}`),
    ...there.filter((line) => !wanted.includes(line)).map((line) => `${what} have besides: ${line}`),
    ...twice.map((line) => `${what} have twice: ${line}`),
  ]
}
