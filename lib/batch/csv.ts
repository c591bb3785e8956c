/** What is wrong with the text itself, so that nothing after it can be read. */
export const CSV_PROBLEMS = {
  notUtf8: 'is not UTF-8',
  strayQuote: 'has a quote inside a field that does not begin with one',
  textAfterQuote: 'has text after the closing quote of a field',
  openQuote: 'has a quote that is never closed',
  fieldTooLong: 'has a field of more than {max} characters',
  tooManyFields: 'has more than {max} fields',
  tooManyLines: 'has more than {max} lines',
} as const

export class CsvError extends Error {
  override name = 'CsvError'

  constructor(
    /** Of the file, counted from 1. */
    readonly line: number,
    readonly problem: keyof typeof CSV_PROBLEMS,
    readonly params: Readonly<Record<string, number>> = {},
  ) {
    super(`line ${line} ${CSV_PROBLEMS[problem]}`)
  }
}

export interface CsvRecord {
  /** The line of the file that it begins on, counted from 1: a quoted field may hold line breaks. */
  readonly line: number
  readonly fields: string[]
}

interface Limits {
  maxRecords: number
  maxFields: number
  maxFieldCharacters: number
}

/**
 * Reads RFC 4180 while it comes in: quoted fields with doubled quotes and line breaks in them, CRLF or LF, a byte
 * order mark or none. Empty lines are passed over.
 * @throws CsvError
 */
export async function* readCsv(bytes: AsyncIterable<Buffer>, limits: Limits): AsyncGenerator<CsvRecord> {
  const reader = new CsvReader(limits)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      throw new CsvError(reader.line, 'notUtf8') // what is fatal to the decoder is this and nothing else
    }
  }
  let count = 0
  const counted = function* (records: CsvRecord[]) {
    for (const record of records) {
      count += 1
      if (count > limits.maxRecords) throw new CsvError(record.line, 'tooManyLines', { max: limits.maxRecords })
      yield record
    }
  }
  for await (const chunk of bytes) yield* counted(reader.read(decode(chunk)))
  yield* counted(reader.read(decode()))
  yield* counted(reader.end())
}

/** Where in a record the reader is. `quoteInQuoted`: a quote that ends the field, or is the first of two. */
type State = 'fieldStart' | 'plain' | 'quoted' | 'quoteInQuoted'

class CsvReader {
  line = 1
  #state: State = 'fieldStart'
  #startLine = 1
  #fields: string[] = []
  #field: string[] = []
  #fieldLength = 0
  #afterReturn = false

  constructor(readonly limits: Omit<Limits, 'maxRecords'>) {}

  read(text: string): CsvRecord[] {
    const records: CsvRecord[] = []
    for (const character of text) {
      // The LF of a CRLF: its CR has ended the line already.
      const isSecondHalf = this.#afterReturn && character === '\n' && this.#state !== 'quoted'
      this.#afterReturn = character === '\r'
      if (!isSecondHalf) this.#take(character, records)
      if (character === '\n') this.line += 1
    }
    return records
  }

  end(): CsvRecord[] {
    if (this.#state === 'quoted') throw new CsvError(this.#startLine, 'openQuote')
    const records: CsvRecord[] = []
    this.#endRecord(records)
    return records
  }

  #take(character: string, records: CsvRecord[]): void {
    if (this.#fields.length === 0 && this.#state === 'fieldStart') this.#startLine = this.line
    if (this.#state === 'quoted') {
      if (character === '"') this.#state = 'quoteInQuoted'
      else this.#add(character)
    } else if (character === '"') this.#takeQuote()
    else if (character === ',') this.#endField()
    else if (character === '\n' || character === '\r') this.#endRecord(records)
    else if (this.#state === 'quoteInQuoted') throw new CsvError(this.line, 'textAfterQuote')
    else {
      this.#state = 'plain'
      this.#add(character)
    }
  }

  #takeQuote(): void {
    if (this.#state === 'plain') throw new CsvError(this.line, 'strayQuote')
    if (this.#state === 'quoteInQuoted') this.#add('"')
    this.#state = 'quoted'
  }

  #add(character: string): void {
    this.#fieldLength += 1
    const max = this.limits.maxFieldCharacters
    if (this.#fieldLength > max) throw new CsvError(this.line, 'fieldTooLong', { max })
    this.#field.push(character)
  }

  #endField(): void {
    const max = this.limits.maxFields
    if (this.#fields.length === max) throw new CsvError(this.line, 'tooManyFields', { max })
    this.#fields.push(this.#field.join(''))
    this.#field = []
    this.#fieldLength = 0
    this.#state = 'fieldStart'
  }

  #endRecord(records: CsvRecord[]): void {
    const isEmptyLine = this.#fields.length === 0 && this.#state === 'fieldStart'
    if (isEmptyLine) return
    this.#endField()
    records.push({ line: this.#startLine, fields: this.#fields })
    this.#fields = []
  }
}
