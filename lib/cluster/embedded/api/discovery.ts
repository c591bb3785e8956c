import { ACCESS_REVIEW_RESOURCE, AUTHORIZATION } from './access-review'
import { GROUPS, groupVersionOf, RESOURCES, type ResourceDefinition } from './resources'

export const SERVER_VERSION = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.10',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2025-11-11T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

interface ApiResource {
  name: string
  singularName: string
  namespaced: boolean
  kind: string
  verbs: string[]
  group?: string
  version?: string
  shortNames?: string[]
  categories?: string[]
}

function describeResource(definition: ResourceDefinition): ApiResource[] {
  const { resource, kind, namespaced, shortNames, inAll, singular } = definition
  const sub = { singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] }
  const resources: ApiResource[] = [
    {
      name: resource,
      singularName: singular,
      namespaced,
      kind,
      verbs: resource === 'namespaces' ? VERBS.filter((verb) => verb !== 'deletecollection') : VERBS,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(inAll ? { categories: ['all'] } : {}),
    },
  ]
  if (resource === 'pods') resources.push({ ...sub, name: 'pods/binding', kind: 'Binding', verbs: ['create'] })
  if (resource === 'pods') {
    resources.push({ ...sub, name: 'pods/exec', kind: 'PodExecOptions', verbs: ['create', 'get'] })
    resources.push({ ...sub, name: 'pods/log', verbs: ['get'] })
  }
  if (definition.hasScale)
    resources.push({ ...sub, name: `${resource}/scale`, group: 'autoscaling', version: 'v1', kind: 'Scale' })
  if (definition.hasStatus) resources.push({ ...sub, name: `${resource}/status` })
  return resources
}

function resourceList(group: string, version: string): unknown {
  const stored = RESOURCES.filter((item) => item.group === group && item.version === version)
  const resources =
    group === AUTHORIZATION.group ? [ACCESS_REVIEW_RESOURCE] : stored.flatMap((item) => describeResource(item))
  return {
    kind: 'APIResourceList',
    ...(group ? { apiVersion: 'v1' } : {}),
    groupVersion: groupVersionOf({ group, version }),
    resources,
  }
}

function describeGroup(group: string, versions: string[]): unknown {
  const served = versions.map((version) => ({ groupVersion: `${group}/${version}`, version }))
  return { name: group, versions: served, preferredVersion: served[0] }
}

/** The answer to a discovery path, or undefined where the path is none. */
export function discover(path: string, host: string): unknown {
  const [root, group, version, ...more] = path.split('/').filter((segment) => segment !== '')
  if (root === 'version' && group === undefined) return SERVER_VERSION
  if (more.length > 0) return undefined
  if (root === 'api') {
    const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: host }]
    if (group === undefined) return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs }
    return group === 'v1' && version === undefined ? resourceList('', 'v1') : undefined
  }
  if (root !== 'apis') return undefined
  if (group === undefined) {
    const groups = GROUPS.map((item) => describeGroup(item.group, item.versions))
    return { kind: 'APIGroupList', apiVersion: 'v1', groups }
  }
  const known = GROUPS.find((item) => item.group === group)
  if (!known) return undefined
  if (version === undefined)
    return { kind: 'APIGroup', apiVersion: 'v1', ...(describeGroup(group, known.versions) as object) }
  return known.versions.includes(version) ? resourceList(group, version) : undefined
}
