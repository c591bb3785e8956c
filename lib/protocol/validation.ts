import { z } from 'zod'
import { invalidFields, problem } from './field-problems'

const MAX_NAME_CHARACTERS = 255
// C0 and C1 controls and DEL.
const CONTROL = /\p{Cc}/u

const characters = (text: string) => Array.from(text).length
/** A lone surrogate has no UTF-8 form: neither database nor JSON could give it back. */
const wellFormed = (text: string) => !/\p{Cs}/u.test(text)

function text(least: number, most: number, controls: boolean) {
  return z
    .string()
    .refine((value) => characters(value) >= least, least === 1 ? problem('empty') : problem('tooShort', { min: least }))
    .refine((value) => characters(value) <= most, problem('tooLong', { max: most }))
    .refine((value) => controls || !CONTROL.test(value), problem('control'))
    .refine(wellFormed, problem('unicode'))
    .refine((value) => !value.includes('\0'), problem('nul'))
}

/** A name of our own records: PROTOCOL.md §5. */
export const recordName = text(1, MAX_NAME_CHARACTERS, false)

/** Free text, line breaks included. */
export const freeText = text(0, 4096, true)

const pageNum = z.int().min(1)
const pageSize = z.int().min(1).max(1000)

/** What every list takes (PROTOCOL.md §5). `sortable` are the record's fields that it can be ordered by. */
export function listInput<const S extends readonly [string, ...string[]]>(sortable: S) {
  return z.object({
    pageNum,
    pageSize,
    search: text(0, MAX_NAME_CHARACTERS, false).optional(),
    sortBy: z.enum(sortable).optional(),
    order: z.enum(['asc', 'desc']).optional(),
  })
}

/** Parses, or answers 20001 with each field and what is wrong with it; `root` names the value itself. */
export function parseOrInvalid<S extends z.ZodType>(schema: S, value: unknown, root: string): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalidFields(parsed.error, value, root)
}
