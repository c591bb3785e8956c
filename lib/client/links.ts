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
  node: (name: string) => withQuery('/nodes/view', { name }),
  images: '/images',
  org: (org: string) => withQuery('/images/org', { org }),
  image: (org: string, image: string) => withQuery('/images/image', { org, image }),
  applications: '/applications',
  application: (app: string) => withQuery('/applications/view', { app }),
  version: (app: string, version: string) => withQuery('/applications/version', { app, version }),
} as const
