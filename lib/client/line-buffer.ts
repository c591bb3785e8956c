import type { LogLine } from './log-lines'

export const MAX_LINES = 10_000
/** Cut off only when so many more have come, so that not every line costs a copy of all. */
const SLACK = 500
const MAX_CHARACTERS = 12_000_000
const GATHER_MS = 80

export interface LineView {
  readonly lines: readonly LogLine[]
  /** How many came before the first of `lines` and are not kept. */
  readonly dropped: number
}

const EMPTY: LineView = { lines: [], dropped: 0 }

/** The newest lines of a log, bounded in number and size; tells of what comes a few times a second at most. */
export class LineBuffer {
  #view: LineView = EMPTY
  #waiting: LogLine[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()

  readonly view = (): LineView => this.#view

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  add(lines: readonly LogLine[]): void {
    for (const line of lines) this.#waiting.push(line)
    if (this.#waiting.length > MAX_LINES + SLACK) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#waiting = []
    this.#show(EMPTY)
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const lines = [...this.#view.lines, ...this.#waiting]
    this.#waiting = []
    let excess = lines.length > MAX_LINES + SLACK ? lines.length - MAX_LINES : 0
    let characters = 0
    for (let i = lines.length - 1; i >= excess; i--) {
      characters += lines[i]?.text.length ?? 0
      if (characters > MAX_CHARACTERS) excess = i + 1
    }
    this.#show({ lines: lines.slice(excess), dropped: this.#view.dropped + excess })
  }

  #show(view: LineView): void {
    this.#view = view
    for (const listener of this.#listeners) listener()
  }
}
