import type { z } from 'zod'
import { CsvError, readCsv, type CsvRecord } from './csv'
import { CSV_FIELDS, csvNode, OPTIONAL_CSV_FIELD, type NewBatchNode } from './fields'
import { LineIssues } from './line-issues'

const LIMITS = { maxRecords: 10_001, maxFields: 32, maxFieldCharacters: 16_384 }
/** With a private key in each of ten thousand lines. */
export const MAX_CSV_BYTES = 40 << 20

interface CsvLine extends NewBatchNode {
  readonly line: number
}

export interface CheckedCsv {
  readonly lines: readonly CsvLine[]
  readonly issues: LineIssues
}

type Columns = ReadonlyMap<string, number>

/**
 * Reads and checks a CSV file of machines, all of its lines: what is wrong is gathered, line by line. Whether there
 * are credentials, and which names the tenant has already, is for who knows that.
 */
export async function readLines(bytes: AsyncIterable<Buffer>): Promise<CheckedCsv> {
  const checked = { lines: [] as CsvLine[], issues: new LineIssues() }
  const seen: Seen = { names: new Map(), addresses: new Map() }
  let columns: Columns | undefined
  try {
    for await (const record of readCsv(bytes, LIMITS)) {
      if (!columns) {
        columns = readHeader(record, checked.issues)
        // What the columns mean is not known: the lines would be errors, all of them.
        if (!columns) return checked
      } else takeRecord(record, columns, checked, seen)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    checked.issues.add(error.line, '', error.problem, error.params)
  }
  if (!columns && checked.issues.count === 0) checked.issues.add(1, '', 'noHeader', { fields: CSV_FIELDS.join(',') })
  else if (checked.lines.length === 0 && checked.issues.count === 0) checked.issues.add(1, '', 'noLines')
  return checked
}

/** The place of each column; undefined where the header is not as it must be. */
function readHeader({ line, fields }: CsvRecord, issues: LineIssues): Columns | undefined {
  const names = fields.map((field) => field.trim())
  const known: readonly string[] = [...CSV_FIELDS, OPTIONAL_CSV_FIELD]
  for (const name of names.filter((one) => !known.includes(one))) issues.add(line, name, 'unknownColumn')
  for (const name of names.filter((one, at) => known.includes(one) && names.indexOf(one) !== at)) {
    issues.add(line, name, 'twice', { value: name })
  }
  for (const name of CSV_FIELDS.filter((one) => !names.includes(one))) issues.add(line, name, 'missingColumn')
  return issues.count > 0 ? undefined : new Map(names.map((name, at) => [name, at]))
}

/** Where what may be there once was first. */
interface Seen {
  names: Map<string, number>
  addresses: Map<string, number>
}

function takeRecord(
  record: CsvRecord,
  columns: Columns,
  checked: { lines: CsvLine[]; issues: LineIssues },
  seen: Seen,
) {
  const { line, fields } = record
  const { issues } = checked
  if (fields.length !== columns.size) {
    issues.add(line, '', 'fieldCount', { expected: columns.size, found: fields.length })
    return
  }
  const values = Object.fromEntries([...columns].map(([name, at]) => [name, fields[at] ?? '']))
  const parsed = csvNode.safeParse({ privateKey: '', ...values })
  if (!parsed.success) {
    for (const issue of parsed.error.issues) addFieldIssue(line, issue, issues)
    return
  }
  const node = parsed.data
  takeOnce(seen.names, node.name, { line, field: 'name' }, issues)
  takeOnce(seen.addresses, `${node.ip} ${node.port}`, { line, field: 'ip' }, issues)
  checked.lines.push({ line, ...node })
}

function takeOnce(seen: Map<string, number>, key: string, at: { line: number; field: string }, issues: LineIssues) {
  const first = seen.get(key)
  if (first === undefined) seen.set(key, at.line)
  else issues.add(at.line, at.field, 'takenInFile', { line: first })
}

function addFieldIssue(line: number, issue: z.core.$ZodIssue, issues: LineIssues): void {
  const field = String(issue.path[0] ?? '')
  if (issue.code === 'invalid_value')
    issues.add(line, field, 'notAChoice', { choices: issue.values.map(String).join(', ') })
  else if (issue.code === 'too_big') issues.add(line, field, 'tooLong', { max: Number(issue.maximum) })
  else issues.addTold(line, field, issue)
}

/** Notes each line that nobody could sign in with. */
export function checkCredentials({ lines, issues }: CheckedCsv): void {
  for (const { line, password, privateKey } of lines) {
    if (password === '' && privateKey === '') issues.add(line, 'password', 'noCredentials')
  }
}
