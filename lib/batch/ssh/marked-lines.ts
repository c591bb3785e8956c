import { StringDecoder } from 'node:string_decoder'

/** Takes what begins with a mark, up to the end of the line, out of a stream of text. */
export class MarkedLines {
  /** What followed the mark, each time. */
  readonly said: string[] = []
  readonly #decoder = new StringDecoder('utf8')
  #held = ''

  constructor(readonly mark: string) {}

  /** @returns the rest; what may yet become marked is held back */
  take(bytes: Buffer): string {
    let text = ''
    let left = this.#held + this.#decoder.write(bytes)
    for (;;) {
      const at = left.indexOf(this.mark)
      const end = at < 0 ? -1 : left.indexOf('\n', at)
      if (at < 0 || end < 0) {
        const keep = at < 0 ? left.length - begunIn(left, this.mark) : at
        this.#held = left.slice(keep)
        return text + left.slice(0, keep)
      }
      this.said.push(left.slice(at + this.mark.length, end).trim())
      text += left.slice(0, at)
      left = left.slice(end + 1)
    }
  }

  /** @returns what was held back and was nothing marked */
  end(): string {
    const rest = this.#held + this.#decoder.end()
    this.#held = ''
    const at = rest.indexOf(this.mark)
    if (at < 0) return rest
    this.said.push(rest.slice(at + this.mark.length).trim())
    return rest.slice(0, at)
  }
}

/** How much of the text's end is a beginning of the mark. */
function begunIn(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
    if (mark.startsWith(text.slice(-length))) return length
  }
  return 0
}
