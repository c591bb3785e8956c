import { isDigest, isRepository } from '../reference'
import { OciError } from './answers'

/** What a path below /v2/ means: distribution-spec "Endpoints". */
export type Route =
  | { kind: 'base' }
  | { kind: 'catalog' }
  | { kind: 'blob' | 'referrers'; repository: string; digest: string }
  | { kind: 'uploads'; repository: string }
  | { kind: 'upload'; repository: string; id: string }
  | { kind: 'manifest'; repository: string; reference: string }
  | { kind: 'tags'; repository: string }

/** The name is all up to the last keyword: a repository may well be called `blobs`. */
const PATTERN = /^\/v2\/(.+)\/(?:(blobs\/uploads)\/?([^/]*)|(blobs|manifests|referrers)\/([^/]+)|(tags\/list))$/

/** @throws OciError NAME_INVALID, DIGEST_INVALID; undefined for a path that is none of the API's */
export function readRoute(pathname: string): Route | undefined {
  if (pathname === '/v2' || pathname === '/v2/') return { kind: 'base' }
  if (pathname === '/v2/_catalog') return { kind: 'catalog' }
  const match = PATTERN.exec(decode(pathname))
  if (!match) return undefined
  const [, repository = '', uploads, id = '', keyword, reference = ''] = match
  if (!isRepository(repository)) throw new OciError('NAME_INVALID', `${repository} is no valid repository name`)
  if (uploads !== undefined) return id === '' ? { kind: 'uploads', repository } : { kind: 'upload', repository, id }
  if (keyword === undefined) return { kind: 'tags', repository }
  if (keyword === 'manifests') return { kind: 'manifest', repository, reference }
  if (!isDigest(reference)) throw new OciError('DIGEST_INVALID', `${reference} is no sha256 digest`)
  return { kind: keyword === 'blobs' ? 'blob' : 'referrers', repository, digest: reference }
}

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname // not valid percent-encoding: taken as it is, it matches no name
  }
}
