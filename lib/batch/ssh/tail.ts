import { StringDecoder } from 'node:string_decoder'

const MASK = '***'
/** A shorter one would be found everywhere, and be told by what is masked. */
const LEAST_MASKED = 4

/** The end of what a program prints, in a bounded number of characters, with what is secret masked. */
export class OutputTail {
  #text = ''
  /** Its beginning was cut off, perhaps in the middle of a secret. */
  #isCut = false
  readonly #decoder = new StringDecoder('utf8')
  readonly #secrets: readonly string[]
  readonly #longest: number

  constructor(
    readonly maxCharacters: number,
    secrets: readonly string[],
  ) {
    // The longest first, so that one that holds another leaves nothing of itself.
    this.#secrets = secrets.filter((secret) => secret.length >= LEAST_MASKED).sort((a, b) => b.length - a.length)
    this.#longest = this.#secrets[0]?.length ?? 0
  }

  add(bytes: Buffer | string): void {
    this.#text += typeof bytes === 'string' ? bytes : this.#decoder.write(bytes)
    // Beyond what is kept, as much again as a secret has, so that none is cut in two and then not recognised.
    const most = this.maxCharacters + this.#longest
    if (this.#text.length <= 2 * most) return
    this.#text = this.#text.slice(-most)
    this.#isCut = true
  }

  toString(): string {
    const masked = this.#secrets.reduce((text, secret) => text.replaceAll(secret, MASK), this.#text)
    // Without what is no text: control sequences would be read by whoever prints it, and PostgreSQL takes no NUL.
    const plain = masked.replaceAll(ESCAPE_SEQUENCE, '').replaceAll('\r\n', '\n').replaceAll(CONTROL, '')
    if (plain.length <= this.maxCharacters && !this.#isCut) return plain
    const end = plain.slice(-this.maxCharacters)
    return end.slice(end.indexOf('\n') + 1)
  }
}

const ESCAPE_SEQUENCE = /\u001b(\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)?|[@-Z\\-_])/g
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
