import { StringDecoder } from 'node:string_decoder'

/** What is told with a mark is short; a machine that writes on and on is not listened to. */
const MAX_LINE = 256
const MOST_SAID = 20

/** Takes what begins with a mark, up to the end of the line, out of a stream of text. */
export class MarkedLines {
  /** What followed the mark, the first times. */
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
      if (at < 0) {
        const keep = left.length - begunIn(left, this.mark)
        this.#held = left.slice(keep)
        return text + left.slice(0, keep)
      }
      text += left.slice(0, at)
      const line = left.slice(at, at + MAX_LINE)
      const end = line.indexOf('\n')
      if (end < 0 && line.length < MAX_LINE) {
        this.#held = line
        return text
      }
      this.#say(end < 0 ? line : line.slice(0, end))
      left = left.slice(at + (end < 0 ? line.length : end + 1))
    }
  }

  #say(line: string): void {
    if (this.said.length < MOST_SAID) this.said.push(line.slice(this.mark.length).trim())
  }

  /** @returns what was held back and was nothing marked */
  end(): string {
    const rest = this.#held + this.#decoder.end()
    this.#held = ''
    const at = rest.indexOf(this.mark)
    if (at < 0) return rest
    this.#say(rest.slice(at))
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
