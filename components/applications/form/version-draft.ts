import { ARCH_TYPES } from '@/components/nodes/arch-types'
import type { ApplicationVersionRecord, RestartPolicy } from '@/lib/applications/schema'
import type { ArchType } from '@/lib/nodes/schema'
import type { InputOf } from '@/lib/protocol/operation-types'
import { readNetwork, type NetworkType } from '../network'

/** A port mapping as it is being typed; `key` tells the rows apart while they come and go. */
export interface PortRow {
  key: number
  containerPort: string
  hostPort: string
}

/** A version as it is being typed: numbers are still text. Quotas in cores and MiB, "" for none. */
export interface VersionDraft {
  appName: string
  functionType: string
  description: string
  version: string
  orgName: string
  imageName: string
  imageVersion: string
  arch: readonly ArchType[]
  restartPolicy: RestartPolicy
  networkType: NetworkType
  ports: readonly PortRow[]
  cpuQuota: string
  maxCpuQuota: string
  memoryQuota: string
  maxMemoryQuota: string
}

export const emptyDraft: VersionDraft = {
  appName: '',
  functionType: '',
  description: '',
  version: '',
  orgName: '',
  imageName: '',
  imageVersion: '',
  arch: [],
  restartPolicy: 'Always',
  networkType: 'Host',
  ports: [],
  cpuQuota: '',
  maxCpuQuota: '',
  memoryQuota: '',
  maxMemoryQuota: '',
}

/** A new version that starts out as an existing one; its own name is still to be given. */
export function draftFromVersion(record: ApplicationVersionRecord): VersionDraft {
  const { type, portMappings } = readNetwork(record.network)
  return {
    ...emptyDraft,
    appName: record.appName,
    orgName: record.orgName,
    imageName: record.containerImage,
    imageVersion: record.containerImageVersion,
    arch: ARCH_TYPES.filter((arch) => record.archType.split(';').includes(arch)),
    restartPolicy: record.restartPolicy,
    networkType: type,
    ports: portMappings.map(({ containerPort, hostPort }, key) => ({
      key,
      containerPort: String(containerPort),
      hostPort: String(hostPort),
    })),
    cpuQuota: quotaText(record.cpuQuota),
    maxCpuQuota: quotaText(record.maxCpuQuota),
    memoryQuota: quotaText(record.memoryQuota),
    maxMemoryQuota: quotaText(record.MaxMemoryQuota),
  }
}

const quotaText = (quota: number) => (quota === 0 ? '' : String(quota))

/** A row that is empty, below the others. */
export function addPort(ports: readonly PortRow[]): PortRow[] {
  const key = ports.reduce((most, row) => Math.max(most, row.key), -1) + 1
  return [...ports, { key, containerPort: '', hostPort: '' }]
}

/** The content of `application/createApplication`; of a draft without problems. */
export function toCreateInput(draft: VersionDraft): InputOf<'application/createApplication'> {
  const mapped = draft.networkType === 'PortMapping'
  return {
    appName: draft.appName,
    functionType: draft.functionType,
    description: draft.description,
    version: draft.version,
    archType: [...draft.arch],
    orgName: draft.orgName,
    containerImage: draft.imageName,
    containerImageVersion: draft.imageVersion,
    cpuQuota: Number(draft.cpuQuota),
    maxCpuQuota: Number(draft.maxCpuQuota),
    memoryQuota: Number(draft.memoryQuota),
    maxMemoryQuota: Number(draft.maxMemoryQuota),
    restartPolicy: draft.restartPolicy,
    network: {
      type: draft.networkType,
      portMappings: mapped
        ? draft.ports.map((row) => ({ containerPort: Number(row.containerPort), hostPort: Number(row.hostPort) }))
        : [],
    },
  }
}
