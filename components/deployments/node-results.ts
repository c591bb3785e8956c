import type { NodeResult, RefusalCode } from '@/lib/deployments/schema'

/** The outcome of each node, from the `data` of an answer that not all went well (PROTOCOL.md §8). */
export function readNodeResults(data: unknown): NodeResult[] {
  if (!isObject(data) || !Array.isArray(data['results'])) return []
  return data['results'].flatMap((result: unknown) => {
    if (!isObject(result)) return []
    const { nodeName, ok, reason, code } = result
    if (typeof nodeName !== 'string' || typeof ok !== 'boolean') return []
    return [{ nodeName, ok, reason: typeof reason === 'string' ? reason : '', code: isRefusalCode(code) ? code : '' }]
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

// Repeated here so that the validator behind the schema stays out of the browser's bundle; the type keeps it whole.
const CODES: Readonly<Record<RefusalCode, true>> = {
  notFound: true,
  nodeDeleting: true,
  notInstalled: true,
  arch: true,
  undeploying: true,
  sameVersion: true,
  notOnNode: true,
  namedTwice: true,
  noPreviousVersion: true,
  previousGone: true,
  previousNotPublished: true,
}

function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && Object.hasOwn(CODES, code)
}
