import { z } from 'zod'
import { PROBLEMS } from '@/lib/protocol/field-problems'
import { CSV_PROBLEMS } from './csv'

/** What can be wrong with a line of the file, besides what can be wrong with any field. */
const OF_LINES = {
  noHeader: 'the file is empty; its first line must be {fields}',
  noLines: 'there is no line after the header',
  unknownColumn: 'is no column of this file',
  missingColumn: 'is missing in the header',
  fieldCount: 'has {found} fields where the header has {expected}',
  takenInFile: 'is the same as in line {line}',
  taken: 'a node of this name exists already',
  takenInBatch: 'the batch has this already',
  noCredentials: 'must not be empty where there is no private key',
  tooManyNodes: 'a batch has at most {max} nodes',
  notAChoice: 'must be one of: {choices}',
} as const

const TEXTS = { ...PROBLEMS, ...CSV_PROBLEMS, ...OF_LINES }
export type LineProblem = keyof typeof TEXTS
export const LINE_PROBLEMS = Object.keys({ ...CSV_PROBLEMS, ...OF_LINES }) as (
  keyof typeof CSV_PROBLEMS | keyof typeof OF_LINES
)[]

export interface LineIssue {
  /** Of the file, counted from 1. */
  readonly line: number
  /** A column, or "" where it is about the line as a whole. */
  readonly field: string
  readonly problem: LineProblem
  readonly params: Readonly<Record<string, string | number>>
  readonly msg: string
}

/** Who got ten thousand lines wrong is shown the first ones. */
const MOST_KEPT = 200

/** What is wrong with a file: all counted, the first ones kept. A field's value is never part of it. */
export class LineIssues {
  readonly first: LineIssue[] = []
  count = 0

  add(line: number, field: string, problem: LineProblem, params: LineIssue['params'] = {}): void {
    this.count += 1
    if (this.first.length >= MOST_KEPT) return
    const msg = TEXTS[problem].replaceAll(/\{(\w+)\}/g, (_, key: string) => String(params[key]))
    this.first.push({ line, field, problem, params, msg })
  }

  copy(): LineIssues {
    const copy = new LineIssues()
    copy.first.push(...this.first)
    copy.count = this.count
    return copy
  }

  /** What a field's own check has told. */
  addTold(line: number, field: string, issue: z.core.$ZodIssue): void {
    const told = toldProblem.safeParse('params' in issue ? issue.params : undefined)
    if (told.success) this.add(line, field, told.data.problem, told.data.params)
    else this.add(line, field, 'format')
  }
}

const toldProblem = z.object({
  problem: z.enum(Object.keys(PROBLEMS) as [keyof typeof PROBLEMS, ...(keyof typeof PROBLEMS)[]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
