import { z } from 'zod'
import { AppError, CODE } from './errors'

/**
 * What can be wrong with a field, by the name that programs know it by: answered with 20001 as `data.issues`. Names
 * are never changed; the pages have a sentence for each in every language.
 */
export const PROBLEMS = {
  // Of our own fields; the text is what `msg` says.
  empty: 'must not be empty',
  tooShort: 'must have at least {min} characters',
  tooLong: 'must have at most {max} characters',
  control: 'must not contain control characters',
  unicode: 'must be valid Unicode',
  nul: 'must not contain NUL',
  orgName: 'must be lower-case letters and digits, separated by one of . _ __ or by -',
  twice: '{value} is given twice',
  belowRequest: 'must not be below {request}',
  host: 'must be an IP address or a host name',
  userName: 'must be a user name',
  port: 'must be a port from 1 to 65535',
  privateKey: 'must be a private key in PEM or OpenSSH format',
  keyPassphrase: 'must be a private key without a passphrase',
  imageNameNeeded: 'is needed where imageVersion is given',
  // What the validator finds by itself, and says in its own words.
  missing: '',
  wrongType: '',
  tooSmall: '',
  tooLarge: '',
  tooFew: '',
  tooMany: '',
  notAChoice: '',
  format: '',
} as const satisfies Record<string, string>
export type ProblemName = keyof typeof PROBLEMS

type Params = Readonly<Record<string, string | number>>

/** What is wrong with one field. */
interface FieldIssue {
  /** Such as `content.network.portMappings.0.hostPort`. */
  field: string
  problem: ProblemName
  params: Params
}

/** For `refine` and `addIssue`: what `msg` says, and what programs are told. */
export function problem(name: ProblemName, params: Params = {}): { message: string; params: object } {
  const message = PROBLEMS[name].replaceAll(/\{(\w+)\}/g, (_, key: string) => String(params[key]))
  return { message, params: { problem: name, params } }
}

/** A caller that got a thousand fields wrong is told of the first ones. */
const MAX_ISSUES = 20

/** 20001, with each field and what is wrong with it: in words as `msg`, for programs as `data.issues`. */
export function invalidFields(error: z.ZodError, value: unknown, root: string): AppError {
  const issues = error.issues.slice(0, MAX_ISSUES)
  const fieldOf = ({ path }: z.core.$ZodIssue) => [root, ...path].filter((part) => part !== '').join('.')
  const lines = issues.map((issue) => `${fieldOf(issue)}: ${issue.message}`)
  const more = error.issues.length - lines.length
  const message = lines.join('; ') + (more > 0 ? `; and ${more} more` : '')
  const data = { issues: issues.map((issue): FieldIssue => ({ field: fieldOf(issue), ...problemOf(issue, value) })) }
  return new AppError(CODE.invalid, message, { data })
}

const ours = z.object({
  problem: z.enum(Object.keys(PROBLEMS) as [ProblemName, ...ProblemName[]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

function problemOf(issue: z.core.$ZodIssue, value: unknown): Omit<FieldIssue, 'field'> {
  switch (issue.code) {
    case 'custom': {
      const told = ours.safeParse(issue.params)
      return told.success ? told.data : { problem: 'format', params: {} }
    }
    case 'too_small':
      return { problem: SMALL[issue.origin] ?? 'tooSmall', params: { min: Number(issue.minimum) } }
    case 'too_big':
      return { problem: BIG[issue.origin] ?? 'tooLarge', params: { max: Number(issue.maximum) } }
    case 'invalid_value':
      return isMissing(issue, value)
        ? { problem: 'missing', params: {} }
        : { problem: 'notAChoice', params: { choices: issue.values.map(String).join(', ') } }
    case 'invalid_type':
      return { problem: isMissing(issue, value) ? 'missing' : 'wrongType', params: {} }
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return { problem: 'format', params: {} }
  }
}

const SMALL: Readonly<Record<string, ProblemName>> = { string: 'tooShort', array: 'tooFew' }
const BIG: Readonly<Record<string, ProblemName>> = { string: 'tooLong', array: 'tooMany' }

/** Whether there is nothing at the issue's place. */
function isMissing({ path }: z.core.$ZodIssue, value: unknown): boolean {
  let here = value
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return true
    here = Reflect.get(here, part)
  }
  return here === undefined
}
