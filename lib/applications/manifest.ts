import { dumpYaml } from '@kubernetes/client-node'
import type { Cluster } from '@/lib/cluster/cluster'
import type { DeploymentRow } from '@/lib/deployments/store'
import { buildWorkload, SPEC_HASH } from '@/lib/deployments/workload'
import type { VersionRow } from './store'

/** What a version's manifest has in place of what differs from node to node. No name can be mistaken for them. */
const PLACEHOLDER = { node: '<node>', uniqueName: '<node’s unique name>', id: '<id>', hash: '<hash>' } as const

const NEVER = new Date(0)

/** The Kubernetes objects that deploying the version makes on each node, as YAML. */
export function versionManifest(version: VersionRow, cluster: Pick<Cluster, 'namespace' | 'pullSecret'>): string {
  const { object } = buildWorkload(onSomeNode(version), version, cluster)
  const { metadata } = object
  const annotations = { ...metadata.annotations, [SPEC_HASH]: PLACEHOLDER.hash }
  return dumpYaml({ ...object, metadata: { ...metadata, annotations } }, { lineWidth: -1, noRefs: true })
}

/** The deployment of the version on a node that is still to be chosen. */
function onSomeNode(version: VersionRow): DeploymentRow {
  const { clusterId, groupId, userId, applicationId, appName, containerImagePath } = version
  return {
    id: 0,
    clusterId,
    groupId,
    userId,
    applicationId,
    applicationVersionId: version.id,
    appName,
    version: version.version,
    containerImagePath,
    nodeId: 0,
    nodeName: PLACEHOLDER.node,
    uniqueName: PLACEHOLDER.uniqueName,
    deployUUID: `deploy-${PLACEHOLDER.id}`,
    containerUUID: `container-${PLACEHOLDER.id}`,
    status: 'Init',
    reason: '',
    statusAt: null,
    previousVersion: '',
    restartedAt: null,
    createAt: NEVER,
    updateAt: NEVER,
  }
}
