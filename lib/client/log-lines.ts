import { compareLogTimes, readLogTime, type LogTime } from './log-time'

export interface LogLine {
  /** As the cluster wrote it; empty where it wrote none. */
  time: string
  text: string
}

/** Of a longer line the beginning is shown; the download has all of it. */
const MAX_LINE_CHARACTERS = 16_000
/** Colours and cursor movements, which a page does not follow. */
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]|\r(?=$)/g

/**
 * Makes lines of a log that comes in pieces, each line with its time before it. After a connection was lost the log is
 * asked for again from the last line's second on; what was there already is left out.
 */
export class LogLines {
  #decoder = new TextDecoder()
  #rest = ''
  #last: { text: string; time: LogTime; count: number } | undefined
  /** How many lines of the last time are still to come again. */
  #skip = 0

  /** From when on the log is wanted after a connection was lost. */
  get since(): string | undefined {
    return this.#last?.text
  }

  reconnected(): void {
    this.#decoder = new TextDecoder()
    this.#rest = ''
    this.#skip = this.#last?.count ?? 0
  }

  add(chunk: Uint8Array): LogLine[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n')
    this.#rest = (lines.pop() ?? '').slice(0, 2 * MAX_LINE_CHARACTERS)
    return lines.flatMap((line) => this.#take(line))
  }

  #take(line: string): LogLine[] {
    const space = line.indexOf(' ')
    const time = space > 0 ? readLogTime(line.slice(0, space)) : undefined
    if (!time) return [{ time: '', text: clean(line) }]
    const order = this.#last ? compareLogTimes(time, this.#last.time) : 1
    if (this.#skip > 0) {
      if (order < 0) return []
      if (order === 0) {
        this.#skip--
        return []
      }
    }
    this.#skip = 0
    const text = line.slice(0, space)
    this.#last = { text, time, count: order === 0 ? (this.#last?.count ?? 0) + 1 : 1 }
    return [{ time: text, text: clean(line.slice(space + 1)) }]
  }
}

const clean = (text: string) => text.slice(0, MAX_LINE_CHARACTERS).replaceAll(ESCAPES, '')
