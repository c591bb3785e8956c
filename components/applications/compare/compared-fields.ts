import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { readNetwork } from '../network'

/** What a version says of itself, in the order in which it is shown; times and state are of its life, not of it. */
export const COMPARED = ['image', 'imageVersion', 'arch', 'restartPolicy', 'network', 'cpu', 'memory'] as const
export type ComparedField = (typeof COMPARED)[number]

/** A text that is the same for two versions exactly where the field is. */
const SAME_BY: Readonly<Record<ComparedField, (version: ApplicationVersionRecord) => unknown>> = {
  image: ({ orgName, containerImage }) => [orgName, containerImage],
  imageVersion: ({ containerImageVersion, containerImagePath }) => [containerImageVersion, containerImagePath],
  arch: ({ archType }) => archType.split(';').sort(),
  restartPolicy: ({ restartPolicy }) => restartPolicy,
  network: ({ network }) => {
    const { type, portMappings } = readNetwork(network)
    // Neither the order of the mappings nor ports that the network of the host ignores make a difference.
    if (type === 'Host') return type
    return portMappings.map(({ hostPort, containerPort }) => `${hostPort} ${containerPort}`).sort()
  },
  cpu: ({ cpuQuota, maxCpuQuota }) => [cpuQuota, maxCpuQuota],
  memory: ({ memoryQuota, MaxMemoryQuota }) => [memoryQuota, MaxMemoryQuota],
}

/** The fields in which two versions differ. */
export function differingFields(a: ApplicationVersionRecord, b: ApplicationVersionRecord): ReadonlySet<ComparedField> {
  return new Set(COMPARED.filter((field) => JSON.stringify(SAME_BY[field](a)) !== JSON.stringify(SAME_BY[field](b))))
}
