/** What a right is for. */
export const PURPOSES = {
  nodes: 'to show the nodes, mark those that are registered, and take deleted ones away',
  nodeLoad: 'to sum up what the pods on a node ask for',
  heartbeats: 'to know to the second when nodes were last heard from',
  workloads: 'to deploy, update and undeploy applications',
  pods: 'to see how deployments run',
  logs: 'to show the logs of containers',
  terminal: 'to open a terminal in a container',
  events: 'to show what Kubernetes tells about nodes, deployments and pods',
  usage: 'to show how much CPU and memory nodes and pods use',
  joinToken: 'to write the script that lets a node join',
  pullSecret: 'to let nodes fetch images from a registry that asks who they are',
  leader: 'to agree with other processes of the console on which one leads',
} as const
export type Purpose = keyof typeof PURPOSES

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete'

/** What the console asks of a cluster's access control: the one list, of which deploy/kubernetes/base/rbac.yaml is made. */
export interface Right {
  readonly verbs: readonly Verb[]
  /** "" is the core group. */
  readonly group: string
  readonly resource: string
  readonly subresource?: string
  /** Undefined where it is about the whole cluster. */
  readonly namespace?: string
  /** The one object that it is about, where the console needs no other. */
  readonly name?: string
  readonly purpose: Purpose
  /** Without it the console does not work at all; without another, only what that one is for does not. */
  readonly essential?: true
}

/** Events about what has no namespace, nodes among it, are kept here. */
export const NAMESPACE_OF_CLUSTER_EVENTS = 'default'
/** Where kubelets renew their leases. */
const NODE_LEASE_NAMESPACE = 'kube-node-lease'
/** Where cloudcore keeps the token with which nodes join: KUBEEDGE.md B.1. */
export const JOIN_TOKEN_SECRET = { namespace: 'kubeedge', name: 'tokensecret' } as const

/** With it nodes pull; in the workloads' namespace. */
export const PULL_SECRET_NAME = 'apulisedge-pull'

const METRICS = 'metrics.k8s.io'
const LEASES = { group: 'coordination.k8s.io', resource: 'leases' } as const

/**
 * @param namespace of the workloads
 * @param several whether there may be several processes: then nothing is done where none may lead
 */
export function rightsIn(namespace: string, several = false): readonly Right[] {
  const core = { group: '' } as const
  return [
    {
      ...core,
      resource: 'nodes',
      verbs: ['get', 'list', 'watch', 'patch', 'delete'],
      purpose: 'nodes',
      essential: true,
    },
    { ...core, resource: 'pods', verbs: ['list'], purpose: 'nodeLoad' },
    { group: METRICS, resource: 'nodes', verbs: ['get', 'list'], purpose: 'usage' },
    {
      ...core,
      resource: 'events',
      verbs: ['list'],
      namespace: NAMESPACE_OF_CLUSTER_EVENTS,
      purpose: 'events',
    },
    { ...LEASES, verbs: ['list'], namespace: NODE_LEASE_NAMESPACE, purpose: 'heartbeats' },
    { ...core, resource: 'secrets', verbs: ['get'], ...JOIN_TOKEN_SECRET, purpose: 'joinToken' },
    ...workloadRights(namespace),
    {
      ...LEASES,
      namespace,
      verbs: ['get', 'create', 'update'],
      purpose: 'leader',
      ...(several ? { essential: true } : {}),
    },
  ]
}

function workloadRights(namespace: string): Right[] {
  const core = { group: '', namespace } as const
  const all = ['get', 'list', 'watch', 'create', 'delete'] as const
  const pullSecret = { ...core, resource: 'secrets', purpose: 'pullSecret' } as const
  return [
    {
      group: 'apps',
      resource: 'deployments',
      namespace,
      verbs: [...all, 'patch'],
      purpose: 'workloads',
      essential: true,
    },
    { group: 'batch', resource: 'jobs', namespace, verbs: all, purpose: 'workloads', essential: true },
    { ...core, resource: 'pods', verbs: ['get', 'list', 'watch'], purpose: 'pods', essential: true },
    { ...core, resource: 'pods', subresource: 'log', verbs: ['get'], purpose: 'logs' },
    { ...core, resource: 'pods', subresource: 'exec', verbs: ['get', 'create'], purpose: 'terminal' },
    { ...core, resource: 'events', verbs: ['list'], purpose: 'events' },
    { group: METRICS, resource: 'pods', namespace, verbs: ['get', 'list'], purpose: 'usage' },
    // What is about to be made has no name that a rule could tell.
    { ...pullSecret, verbs: ['create'] },
    { ...pullSecret, verbs: ['get', 'list', 'watch', 'update', 'delete'], name: PULL_SECRET_NAME },
  ]
}

/** As an operator would write it: `list pods/log in namespace shop`. */
export function describeRight({ verbs, group, resource, subresource, namespace, name }: Right): string {
  const what = `${resource}${subresource === undefined ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`
  const which = name === undefined ? what : `${what} "${name}"`
  return `${verbs.join(', ')} ${which}${namespace === undefined ? '' : ` in namespace ${namespace}`}`
}
