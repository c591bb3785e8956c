import { parseReference } from '@/lib/registry/reference'

/** The repository of a record's reference: the registry's address may have changed since, the path has not. */
export function repositoryOf(reference: string): string {
  const repository = parseReference(reference)?.repository
  if (repository === undefined) throw new Error(`the database holds an image reference that is none: ${reference}`)
  return repository
}
