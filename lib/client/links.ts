/**
 * Addresses of the pages. Names are free text, so they go into the query, where any character is safe; the pages
 * themselves stay static.
 */
function withQuery(path: string, query: Record<string, string>): string {
  return `${path}?${new URLSearchParams(query).toString()}`
}

export const links = {
  overview: '/',
  nodes: '/nodes',
  /** The page with its dialog open, as for `uploadImages`. */
  registerNode: '/nodes?register',
  nodesThatAre: (status: string) => withQuery('/nodes', { status }),
  /** Those on which somebody may run commands through their KubeEdge. */
  vulnerableNodes: withQuery('/nodes', { advisory: 'remoteExecution' }),
  /** `tab`: what of the node is shown; at first, whether it is well. */
  node: (name: string, tab?: 'deployments' | 'events' | 'history') =>
    withQuery('/nodes/view', tab === undefined ? { name } : { name, tab }),
  batches: '/nodes/batch',
  /** One batch install. */
  batch: (id: number) => withQuery('/nodes/batch/view', { id: String(id) }),
  images: '/images',
  uploadImages: '/images?upload',
  orgs: '/images/orgs',
  org: (org: string) => withQuery('/images/org', { org }),
  image: (org: string, image: string) => withQuery('/images/image', { org, image }),
  imageVersion: (org: string, image: string, tag: string) => withQuery('/images/version', { org, image, tag }),
  applications: '/applications',
  /** `tab`: what of the application is shown; at first, its versions. */
  application: (app: string, tab?: 'where' | 'history') =>
    withQuery('/applications/view', tab === undefined ? { app } : { app, tab }),
  /** Where it runs, in one state. */
  applicationThatIs: (app: string, status: string) => withQuery('/applications/view', { app, tab: 'where', status }),
  /** Two versions of it beside each other; `b` may be still to be chosen. */
  compare: (app: string, a: string, b?: string) =>
    withQuery('/applications/compare', b === undefined ? { app, a } : { app, a, b }),
  version: (app: string, version: string) => withQuery('/applications/version', { app, version }),
  newApplication: '/applications/new',
  /** A further version, which starts out as `from` or else as the newest. */
  newVersion: (app: string, from?: string) =>
    withQuery('/applications/new', from === undefined ? { app } : { app, from }),
  deployments: '/deployments',
  deploymentsThatAre: (status: string) => withQuery('/deployments', { status }),
  /** One application on one node. */
  deployment: (app: string, node: string) => withQuery('/deployments/view', { app, node }),
  deploy: (app: string, version: string) => withQuery('/applications/deploy', { app, version }),
} as const
