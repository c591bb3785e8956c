import { z } from 'zod'
import type { KubeClient } from './client'
import { KubeError } from './kube-error'

/** Watch bookmarks, lists in chunks and every API of the console are stable from here on. */
const OLDEST_MINOR = 20

/** What the console does only where the server has the API for it. */
export const FEATURES = {
  deployments: { api: 'apps/v1', does: 'applications that run on' },
  jobs: { api: 'batch/v1', does: 'applications that end by themselves' },
  leases: { api: 'coordination.k8s.io/v1', does: 'several consoles, and the heartbeats of nodes' },
  usage: { api: 'metrics.k8s.io/v1beta1', does: 'how much CPU and memory nodes and pods use' },
  kubeEdge: { api: 'devices.kubeedge.io', does: 'nodes that join through KubeEdge' },
} as const satisfies Record<string, { api: string; does: string }>
export type FeatureName = keyof typeof FEATURES

export interface Feature {
  name: FeatureName
  /** What it needs: a group, with the version where only that one will do. */
  api: string
  available: boolean
  /** Why it is not available, in a sentence; "" where it is. */
  why: string
}

/** What an API server says of itself. */
export interface ServerOffer {
  /** Such as `v1.32.10`. */
  version: string
  /** Why the console cannot work with this version; "" where it can. */
  unsupported: string
  /** Such as `apps/v1` and `apps`; of the core group `v1`. */
  apis: ReadonlySet<string>
}

const coreVersions = z.object({ versions: z.array(z.string()) })
const groupList = z.object({
  groups: z.array(z.object({ name: z.string(), versions: z.array(z.object({ groupVersion: z.string() })) })),
})

/** Asks `/version`, `/api` and `/apis`. @throws KubeError where the server cannot be reached or does not tell */
export async function discover(client: KubeClient, signal?: AbortSignal): Promise<ServerOffer> {
  const [version, core, list] = await Promise.all([
    client.version(signal),
    client.read('/api', signal),
    client.read('/apis', signal),
  ])
  const { versions } = parsed(coreVersions, core, '/api')
  const { groups } = parsed(groupList, list, '/apis')
  const served = groups.flatMap((group) => [group.name, ...group.versions.map(({ groupVersion }) => groupVersion)])
  return { version, unsupported: whyUnsupported(version), apis: new Set([...versions, ...served]) }
}

function parsed<T>(schema: z.ZodType<T>, answer: unknown, path: string): T {
  const { data, error } = schema.safeParse(answer)
  if (data !== undefined) return data
  throw new KubeError(`what the cluster answers at ${path} is no discovery document`, 0, 'Unreachable', {
    cause: error,
  })
}

/** Vendors append their own: `v1.27.3-gke.100`, `v1.30.1+k3s1`. */
function whyUnsupported(version: string): string {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined || Number(major) > 1 || Number(minor) >= OLDEST_MINOR) return ''
  return `the cluster is Kubernetes ${version}; the console needs 1.${OLDEST_MINOR} or newer`
}

/** @param offer undefined while it is not known: what is not known to be missing is tried */
export function featureOf(name: FeatureName, offer: ServerOffer | undefined): Feature {
  const { api, does } = FEATURES[name]
  const available = offer === undefined || offer.apis.has(api)
  return { name, api, available, why: available ? '' : `the cluster does not offer ${api}: ${does}` }
}
