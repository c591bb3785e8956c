/** Grammar of image references: OCI distribution-spec "Pulling manifests", host part as `distribution/reference`. */

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const SHA256_DIGEST = /^sha256:[a-f0-9]{64}$/
const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d{1,5})?$/

/** What registries accept for the whole repository name. */
const MAX_REPOSITORY_LENGTH = 255

export interface ImageReference {
  /** `host` or `host:port`; undefined when the reference names none. */
  registry: string | undefined
  repository: string
  tag: string | undefined
  digest: string | undefined
}

/** One path component: what an org and an image name must be. */
export function isPathComponent(text: string): boolean {
  return text.length <= MAX_REPOSITORY_LENGTH && COMPONENT.test(text)
}

export function isTag(text: string): boolean {
  return TAG.test(text)
}

/** Only sha256, the one algorithm that every registry and runtime knows. */
export function isDigest(text: string): boolean {
  return SHA256_DIGEST.test(text)
}

export function isRepository(text: string): boolean {
  return text.length <= MAX_REPOSITORY_LENGTH && text.split('/').every((part) => COMPONENT.test(part))
}

/** `localhost`, or anything with a dot or a port, is a host: `library/nginx` names none, `registry:5000/nginx` does. */
function looksLikeHost(first: string): boolean {
  return first === 'localhost' || /[.:]/.test(first)
}

/** Reads `[host[:port]/]path[:tag][@digest]`; undefined when it is no valid reference. */
export function parseReference(text: string): ImageReference | undefined {
  const at = text.indexOf('@')
  const digest = at < 0 ? undefined : text.slice(at + 1)
  let name = at < 0 ? text : text.slice(0, at)

  const colon = name.lastIndexOf(':')
  const hasTag = colon > name.lastIndexOf('/')
  const tag = hasTag ? name.slice(colon + 1) : undefined
  if (hasTag) name = name.slice(0, colon)

  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const registry = slash >= 0 && looksLikeHost(first) ? first : undefined
  const repository = registry === undefined ? name : name.slice(slash + 1)

  if (!isRepository(repository)) return undefined
  if (registry !== undefined && !HOST.test(registry)) return undefined
  if (tag !== undefined && !isTag(tag)) return undefined
  if (digest !== undefined && !isDigest(digest)) return undefined
  return { registry, repository, tag, digest }
}

/** The last path part of a repository: `a/b/nginx` → `nginx`. */
export function baseName(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1)
}
