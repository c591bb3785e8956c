import { ARCH_TYPES } from '@/components/nodes/arch-types'
import { nameProblem, type NameProblem } from '@/lib/client/names'
import type { OfferedArch } from './offered-arch'
import type { PortRow, VersionDraft } from './version-draft'

export type Problem =
  | NameProblem
  | 'textTooLong'
  | 'missing'
  | 'archMissing'
  | 'archNotInImage'
  | 'portMissing'
  | 'portRange'
  | 'portTwice'
  | 'portsMissing'
  | 'number'
  | 'cores'
  | 'coresTooMany'
  | 'mebibytesTooMany'
  | 'belowRequest'
  | 'versionTaken'

/** Fields of the form; a port's are named by its row. */
export type FieldName = keyof VersionDraft | `containerPort.${number}` | `hostPort.${number}`
type Problems = Partial<Record<FieldName, Problem>>

const MAX_TEXT = 4096
const MAX_PORT = 65_535
/** What the server takes (lib/applications/schema.ts). */
const MAX_CORES = 100_000
const MAX_MIB = 1e9

/**
 * Everything that stands in the way of making this version, by field. Mirrors the rules of PROTOCOL.md §8; `offered` is
 * undefined until the image has been read, `taken` says that the application has such a version already.
 */
export function findProblems(draft: VersionDraft, offered: OfferedArch | undefined, taken = false): Problems {
  const found: Problems = {}
  const put = (field: FieldName, problem: Problem | undefined) => {
    if (problem) found[field] = problem
  }
  put('appName', nameProblem(draft.appName))
  put('version', nameProblem(draft.version) ?? (taken ? 'versionTaken' : undefined))
  put('functionType', long(draft.functionType))
  put('description', long(draft.description))
  for (const field of ['orgName', 'imageName', 'imageVersion'] as const) {
    put(field, draft[field] === '' ? 'missing' : undefined)
  }
  // The architectures come with the image: without one, that is what there is to say.
  put('arch', draft.imageVersion === '' ? undefined : archProblem(draft.arch, offered))
  if (draft.networkType === 'PortMapping') Object.assign(found, portProblems(draft.ports))
  put('cpuQuota', coresProblem(draft.cpuQuota))
  put('maxCpuQuota', coresProblem(draft.maxCpuQuota) ?? belowRequest(draft.cpuQuota, draft.maxCpuQuota))
  put('memoryQuota', mebibytesProblem(draft.memoryQuota))
  put('maxMemoryQuota', mebibytesProblem(draft.maxMemoryQuota) ?? belowRequest(draft.memoryQuota, draft.maxMemoryQuota))
  return found
}

function archProblem(chosen: readonly string[], offered: OfferedArch | undefined): Problem | undefined {
  if (!ARCH_TYPES.some((arch) => chosen.includes(arch))) return 'archMissing'
  const had: readonly string[] = offered?.arch ?? chosen
  return chosen.every((arch) => had.includes(arch)) ? undefined : 'archNotInImage'
}

const long = (text: string): Problem | undefined => (Array.from(text).length > MAX_TEXT ? 'textTooLong' : undefined)

/** A host port is one of the node's, so it can be given once; a container port may be reached by several. */
function portProblems(ports: readonly PortRow[]): Problems {
  if (ports.length === 0) return { ports: 'portsMissing' }
  const found: Problems = {}
  const seen = new Set<number>()
  for (const { key, containerPort, hostPort } of ports) {
    const ofContainer = portProblem(containerPort)
    if (ofContainer) found[`containerPort.${key}`] = ofContainer
    const ofHost = portProblem(hostPort) ?? (seen.has(Number(hostPort)) ? 'portTwice' : undefined)
    if (ofHost) found[`hostPort.${key}`] = ofHost
    seen.add(Number(hostPort))
  }
  return found
}

function portProblem(text: string): Problem | undefined {
  if (text.trim() === '') return 'portMissing'
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0
  return port >= 1 && port <= MAX_PORT ? undefined : 'portRange'
}

/** Cores go down to a thousandth, which is the least that Kubernetes counts. */
function coresProblem(text: string): Problem | undefined {
  if (text.trim() === '') return undefined
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(text.trim())) return 'cores'
  return Number(text) > MAX_CORES ? 'coresTooMany' : undefined
}

function mebibytesProblem(text: string): Problem | undefined {
  if (text.trim() === '') return undefined
  if (!/^\d{1,12}$/.test(text.trim())) return 'number'
  return Number(text) > MAX_MIB ? 'mebibytesTooMany' : undefined
}

/** No maximum is none at all; a request that is no number has its own problem. */
function belowRequest(request: string, maximum: string): Problem | undefined {
  return Number(maximum) > 0 && Number(maximum) < Number(request) ? 'belowRequest' : undefined
}
