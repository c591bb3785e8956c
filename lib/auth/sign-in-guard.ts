import { FailedAttempts } from './attempts'

/** Failures in five minutes after which one must wait. */
const FROM_ONE_ADDRESS_FOR_ONE_NAME = 10
const FROM_ONE_ADDRESS = 50
const FOR_ONE_NAME = 200
const MAX_KNOWN = 10_000

interface Attempt {
  userName: string
  /** Empty where it is not known. */
  address: string
}

/**
 * Makes those wait who guess passwords, and nobody else: failures are counted by whom they come from. That a name is
 * tried from many addresses is counted too, but keeps none out from where that user has signed in before.
 */
export class SignInGuard {
  readonly #pairs = new FailedAttempts(FROM_ONE_ADDRESS_FOR_ONE_NAME)
  readonly #addresses = new FailedAttempts(FROM_ONE_ADDRESS)
  readonly #names = new FailedAttempts(FOR_ONE_NAME)
  readonly #known = new Set<string>()

  /** How long this attempt must wait, in ms; 0 where it need not. */
  waitMs({ userName, address }: Attempt, now = Date.now()): number {
    const [pair, from] = keysOf(userName, address)
    const byName = this.#known.has(pair) ? 0 : this.#names.waitMs(userName, now)
    return Math.max(this.#pairs.waitMs(pair, now), this.#addresses.waitMs(from, now), byName)
  }

  /**
   * Counts an attempt as failed until it is told otherwise: those that are made at once are all counted before the
   * first of them has an answer.
   * @returns how long it must wait, in ms, and is then not counted; 0 where it was begun
   */
  begin(attempt: Attempt, now = Date.now()): number {
    const waitMs = this.waitMs(attempt, now)
    if (waitMs > 0) return waitMs
    const { userName, address } = attempt
    const [pair, from] = keysOf(userName, address)
    this.#pairs.failed(pair, now)
    if (from !== '') this.#addresses.failed(from, now)
    this.#names.failed(userName, now)
    return 0
  }

  /** It was neither right nor wrong. */
  takeBack({ userName, address }: Attempt): void {
    const [pair, from] = keysOf(userName, address)
    this.#pairs.takeBack(pair)
    if (from !== '') this.#addresses.takeBack(from)
    this.#names.takeBack(userName)
  }

  succeeded(attempt: Attempt): void {
    this.takeBack(attempt)
    const [pair, from] = keysOf(attempt.userName, attempt.address)
    this.#pairs.succeeded(pair)
    if (from === '') return
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    this.#known.add(pair)
  }
}

function keysOf(userName: string, address: string): [pair: string, from: string] {
  const from = networkOf(address)
  return [`${from} ${userName}`, from]
}

/** Whoever has an IPv6 address has the 2^64 of its network. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const left = groups(head)
  const right = groups(tail ?? '')
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
