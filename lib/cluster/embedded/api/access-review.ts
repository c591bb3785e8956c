import type { IncomingMessage, ServerResponse } from 'node:http'
import { fieldInvalid, invalid, methodNotAllowed } from './api-error'
import { parseBody } from './decode'
import { readBody, sendJson } from './http-io'

/** Served like any other group, and stored nowhere. */
export const AUTHORIZATION = { group: 'authorization.k8s.io', version: 'v1' } as const
const KIND = 'SelfSubjectAccessReview'

/** As discovery tells of it. */
export const ACCESS_REVIEW_RESOURCE = {
  name: 'selfsubjectaccessreviews',
  singularName: 'selfsubjectaccessreview',
  namespaced: false,
  kind: KIND,
  verbs: ['create'],
}

export function isAccessReview(segments: readonly string[]): boolean {
  const { group, version } = AUTHORIZATION
  return segments.join('/') === `apis/${group}/${version}/${ACCESS_REVIEW_RESOURCE.name}`
}

/** Whoever has the token may do everything, and nobody else gets here. */
export async function reviewAccess(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') throw methodNotAllowed()
  const { spec } = parseBody(await readBody(request), KIND)
  const { resourceAttributes, nonResourceAttributes } = (spec ?? {}) as Record<string, unknown>
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined)) {
    const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
    const error = fieldInvalid('spec.resourceAttributes', resourceAttributes ?? null, detail)
    throw invalid({ group: AUTHORIZATION.group, kind: KIND }, '', [error])
  }
  const metadata = { creationTimestamp: null }
  const apiVersion = `${AUTHORIZATION.group}/${AUTHORIZATION.version}`
  sendJson(response, 201, JSON.stringify({ kind: KIND, apiVersion, metadata, spec, status: { allowed: true } }))
}
