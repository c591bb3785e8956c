import type { KubeObject } from '@/lib/cluster/kinds'
import { ApiError, badRequest } from './api-error'
import { applyJsonPatch, applyMergePatch, isJsonObject } from './json-patch'
import { applyStrategicMerge } from './strategic-merge'

const PATCHES: Record<string, (target: unknown, patch: unknown) => unknown> = {
  'application/merge-patch+json': applyMergePatch,
  'application/json-patch+json': applyJsonPatch,
  'application/strategic-merge-patch+json': applyStrategicMerge,
}

/** Applies the patch in `text`, of the kind that the content type names, to a copy of the object. */
export function applyPatch(type: string, text: string, current: KubeObject): Record<string, unknown> {
  const apply = PATCHES[type]
  if (!apply) {
    const known = Object.keys(PATCHES).join(', ')
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${known}`,
    )
  }
  let patch: unknown
  try {
    patch = JSON.parse(text)
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`)
  }
  const patched = apply(current, patch)
  if (!isJsonObject(patched)) throw badRequest('json: cannot unmarshal into Go value of type map[string]interface {}')
  return patched
}
