const MAX_CHARACTERS = 255

export type NameProblem = 'empty' | 'tooLong' | 'control'

/** What PROTOCOL.md §5 says against a name of our own records. */
export function nameProblem(name: string): NameProblem | undefined {
  if (name === '') return 'empty'
  if (Array.from(name).length > MAX_CHARACTERS) return 'tooLong'
  return /[\p{Cc}\p{Cs}]/u.test(name) ? 'control' : undefined
}
