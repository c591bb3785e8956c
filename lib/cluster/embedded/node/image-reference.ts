/** The parts of an image reference as a container runtime reads it. */
export interface ImageReference {
  /** host, with port where given */
  registry: string
  repository: string
  tag?: string
  digest?: string
}

const DEFAULT_REGISTRY = 'docker.io'
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^sha256:[0-9a-f]{64}$/

/** Reads `host[:port]/repository[:tag][@digest]`; undefined for what no runtime would accept. Without host: Docker Hub. */
export function parseImageReference(text: string): ImageReference | undefined {
  const [named = '', digest, ...rest] = text.split('@')
  if (rest.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return undefined
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const tag = hasTag ? named.slice(colon + 1) : undefined
  const path = hasTag ? named.slice(0, colon) : named
  const [first = '', ...others] = path.split('/')
  const hasRegistry = others.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const registry = hasRegistry ? first : DEFAULT_REGISTRY
  const name = hasRegistry ? others.join('/') : path
  const repository = registry === DEFAULT_REGISTRY && !name.includes('/') ? `library/${name}` : name
  if (!REPOSITORY.test(repository) || (tag !== undefined && !TAG.test(tag))) return undefined
  return { registry, repository, tag: tag ?? (digest ? undefined : 'latest'), digest }
}

/** The tag that decides the default pull policy: `latest` where neither tag nor digest is given. */
export function imageTag(text: string): string {
  return parseImageReference(text)?.tag ?? ''
}

/** The reference in full, as the runtime reports it in a container's status. */
export function canonicalImage(text: string): string {
  const reference = parseImageReference(text)
  if (!reference) return text
  const { registry, repository, tag, digest } = reference
  return `${registry}/${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`
}
