import { links } from './links'

const KINDS = {
  '/nodes/view': { kind: 'node', names: ['name'] },
  '/images/org': { kind: 'org', names: ['org'] },
  '/images/image': { kind: 'image', names: ['org', 'image'] },
  '/images/version': { kind: 'imageVersion', names: ['org', 'image', 'tag'] },
  '/applications/view': { kind: 'application', names: ['app'] },
  '/applications/version': { kind: 'version', names: ['app', 'version'] },
  '/deployments/view': { kind: 'deployment', names: ['app', 'node'] },
} as const

type PlaceKind = (typeof KINDS)[keyof typeof KINDS]['kind']

/** The page of one record. */
export interface Place {
  kind: PlaceKind
  href: string
  /** What the record is called, outermost first. */
  names: readonly string[]
}

/** Which record's page an address leads to; what else is in the query, such as a tab, does not count. */
export function placeOf(pathname: string, params: URLSearchParams): Place | undefined {
  const page = Object.entries(KINDS).find(([path]) => path === pathname)?.[1]
  if (!page) return undefined
  const names = page.names.map((name) => params.get(name) ?? '')
  return names.includes('') ? undefined : { kind: page.kind, names, href: hrefOf(page.kind, names) }
}

function hrefOf(kind: PlaceKind, names: readonly string[]): string {
  const [first = '', second = '', third = ''] = names
  const of: Record<PlaceKind, () => string> = {
    node: () => links.node(first),
    org: () => links.org(first),
    image: () => links.image(first, second),
    imageVersion: () => links.imageVersion(first, second, third),
    application: () => links.application(first),
    version: () => links.version(first, second),
    deployment: () => links.deployment(first, second),
  }
  return of[kind]()
}

const MOST = 8

/** The list with this place at its head, once. */
export function withPlace(stored: string | null, { href }: Place): string {
  const others = hrefsIn(stored).filter((one) => one !== href)
  return JSON.stringify([href, ...others].slice(0, MOST))
}

/** What was kept by `withPlace`; what is not an address of a record is left out. */
export function placesIn(stored: string | null): Place[] {
  return hrefsIn(stored).flatMap((href) => {
    const [pathname = '', query = ''] = href.split('?')
    return placeOf(pathname, new URLSearchParams(query)) ?? []
  })
}

function hrefsIn(stored: string | null): string[] {
  try {
    const kept: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch {
    // Written by another version or by hand: there is nothing to remember then.
    return []
  }
}
