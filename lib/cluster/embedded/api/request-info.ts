import { noSuchResource } from './api-error'
import { findResource, type ResourceDefinition } from './resources'

/** A path below /api/v1 or /apis/<group>/<version> that names a resource. */
export interface RequestInfo {
  definition: ResourceDefinition
  namespace?: string
  name?: string
  subresource?: string
}

/** @throws 404 where the path names no resource that is served */
export function parseResourcePath(segments: string[]): RequestInfo {
  const [root, ...rest] = segments
  const group = root === 'api' ? '' : (rest.shift() ?? '')
  const version = rest.shift() ?? ''
  const namespaced = rest[0] === 'namespaces' && rest.length >= 3 && !['status', 'finalize'].includes(rest[2] ?? '')
  const namespace = namespaced ? rest[1] : undefined
  const [plural = '', name, subresource, ...more] = namespaced ? rest.slice(2) : rest
  const definition = findResource(group, version, plural)
  if (!definition || more.length > 0) throw noSuchResource()
  // a namespaced object is only reached through its namespace; the namespace itself is an object without one
  if (definition.namespaced ? name !== undefined && namespace === undefined : namespace !== undefined)
    throw noSuchResource()
  return { definition, namespace, name, subresource }
}
