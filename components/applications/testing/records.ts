import type { ApplicationRecord, ApplicationVersionRecord } from '@/lib/applications/schema'
import type { DeploymentRecord } from '@/lib/deployments/schema'

const owned = { clusterId: 0, groupId: 0, userId: 1 }
const deployCounts = { total: 0, running: 0, abnormal: 0 }
const dated = { createAt: '2026-11-20T08:00:00.000Z', updateAt: '2026-11-20T08:00:00.000Z' }

export function applicationRecord(patch: Partial<ApplicationRecord> = {}): ApplicationRecord {
  const own = { id: 1, appName: 'door', appType: 'UserDefine', functionType: '', description: '' } as const
  return {
    ...owned,
    ...dated,
    deployCounts,
    ...own,
    latestPubVersion: '1.0',
    latestVersion: '1.0',
    versionCount: 1,
    ...patch,
  }
}

export function versionRecord(patch: Partial<ApplicationVersionRecord> = {}): ApplicationVersionRecord {
  return {
    ...owned,
    ...dated,
    deployCounts,
    id: 1,
    appName: 'door',
    version: '1.0',
    status: 'Published',
    archType: 'amd64;arm64',
    orgName: 'vision',
    containerImage: 'detector',
    containerImageVersion: '2.1',
    containerImagePath: 'registry.example/p/vision/detector:2.1',
    cpuQuota: 0.5,
    maxCpuQuota: 1,
    memoryQuota: 0,
    MaxMemoryQuota: 256,
    restartPolicy: 'Never',
    network: '{"type":"PortMapping","portMappings":[{"containerPort":80,"hostPort":8080}]}',
    publishAt: '2026-11-20T09:00:00.000Z',
    offlineAt: null,
    ...patch,
  }
}

export function deploymentRecord(patch: Partial<DeploymentRecord> = {}): DeploymentRecord {
  return {
    ...owned,
    ...dated,
    id: 1,
    nodeName: 'edge-a',
    nodeStatus: 'Online',
    uniqueName: 'node-158d5533edfda577f3261105c91bc5e4',
    appName: 'door',
    version: '1.0',
    containerImagePath: 'registry.example/p/vision/detector:2.1',
    status: 'Running',
    reason: '',
    statusAt: '2026-11-20T08:00:00.000Z',
    previousVersion: '',
    restartedAt: null,
    deployUUID: 'deploy-158d5533edfda577f3261105c91bc5e4',
    containerUUID: 'container-158d5533edfda577f3261105c91bc5e4',
    ...patch,
  }
}
