const NEWLINE = 10

/** The end of a log, of which no more than `maxBytes` are kept, from the beginning of a line on. */
export class LogTail {
  readonly #parts: Buffer[] = []
  #size = 0
  #dropped = false

  constructor(readonly maxBytes: number) {}

  add(chunk: Buffer): void {
    this.#parts.push(chunk)
    this.#size += chunk.length
    for (let first = this.#parts[0]; first && this.#size - first.length > this.maxBytes; first = this.#parts[0]) {
      this.#parts.shift()
      this.#size -= first.length
      this.#dropped = true
    }
  }

  read(): { text: string; isCut: boolean } {
    const whole = Buffer.concat(this.#parts)
    // One byte more tells whether what is kept begins a line.
    const over = whole.length - this.maxBytes
    const isCut = this.#dropped || over > 0
    const newline = isCut ? whole.indexOf(NEWLINE, Math.max(0, over - 1)) : -1
    // Of a line that is longer than all there is room for, its end is kept.
    const from = newline < 0 || newline + 1 === whole.length ? Math.max(0, over) : newline + 1
    return { text: whole.subarray(from).toString('utf8'), isCut }
  }
}
