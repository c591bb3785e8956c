import type { ObjectMeta } from '@/lib/cluster/kinds'
import { fieldForbidden, fieldInvalid, fieldRequired, type FieldError } from '../api-error'
import { labelProblems, qualifiedNameProblems, subdomainProblems, validateLabels } from './names'

const STANDARD_FINALIZERS = ['orphan', 'foregroundDeletion', 'kubernetes']
const MAX_ANNOTATION_BYTES = 256 * 1024

export function validateMetadata(meta: ObjectMeta, nameRule: 'subdomain' | 'label' | 'any'): FieldError[] {
  return [
    ...validateName(meta, nameRule),
    ...validateLabels(meta.labels, 'metadata.labels'),
    ...validateAnnotations(meta.annotations),
    ...validateOwnerReferences(meta),
    ...validateFinalizers(meta.finalizers),
  ]
}

function validateName(meta: ObjectMeta, nameRule: 'subdomain' | 'label' | 'any'): FieldError[] {
  if (!meta.name) return [fieldRequired('metadata.name', 'name or generateName is required')]
  if (nameRule === 'any') return []
  const problems = nameRule === 'label' ? labelProblems(meta.name) : subdomainProblems(meta.name)
  return problems.map((problem) => fieldInvalid('metadata.name', meta.name, problem))
}

function validateAnnotations(annotations: Record<string, string> = {}): FieldError[] {
  const errors = Object.keys(annotations).flatMap((key) =>
    qualifiedNameProblems(key.toLowerCase()).map((problem) => fieldInvalid('metadata.annotations', key, problem)),
  )
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  )
  if (bytes <= MAX_ANNOTATION_BYTES) return errors
  return [
    ...errors,
    {
      field: 'metadata.annotations',
      reason: 'FieldValueInvalid',
      message: `Too long: must have at most ${MAX_ANNOTATION_BYTES} bytes`,
    },
  ]
}

function validateOwnerReferences({ ownerReferences = [] }: ObjectMeta): FieldError[] {
  const errors = ownerReferences.flatMap(({ apiVersion, kind, name, uid }) => [
    ...(apiVersion ? [] : [fieldInvalid('metadata.ownerReferences.apiVersion', '', 'version must not be empty')]),
    ...(kind ? [] : [fieldInvalid('metadata.ownerReferences.kind', '', 'kind must not be empty')]),
    ...(name ? [] : [fieldInvalid('metadata.ownerReferences.name', '', 'name must not be empty')]),
    ...(uid ? [] : [fieldInvalid('metadata.ownerReferences.uid', '', 'uid must not be empty')]),
  ])
  if (ownerReferences.filter(({ controller }) => controller).length < 2) return errors
  return [...errors, fieldForbidden('metadata.ownerReferences', 'Only one reference can have Controller set to true')]
}

function validateFinalizers(finalizers: string[] = []): FieldError[] {
  return finalizers.flatMap((finalizer, index) => {
    const field = `metadata.finalizers[${index}]`
    const problems = qualifiedNameProblems(finalizer).map((problem) =>
      fieldInvalid('metadata.finalizers', finalizer, problem),
    )
    if (problems.length > 0 || finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)) return problems
    return [fieldInvalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')]
  })
}
