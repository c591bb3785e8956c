/**
 * A text by which a database puts tags in the order of the versions that they name: 1.9 before 1.10, 2.0-rc.1 before
 * 2.0, and tags that name none (`latest`) before all of them. Made of digits and lower-case letters only, which every
 * collation orders alike.
 */
export function tagSortKey(tag: string): string {
  const version = parseVersion(tag)
  if (!version) return `0${runs(tag)}`
  const { numbers, rest } = version
  // After each number: `a` something follows it (a pre-release), `b` nothing does, `c` another number.
  return `1${numbers.map(numberKey).join('c')}${rest === '' ? 'b' : `a${runs(rest)}`}`
}

/** `v1.2.3-rc.1`: numbers with dots between them, then whatever a separator or, after a dotted number, a letter begins. */
const VERSION = /^v?(?<numbers>\d+(?:\.\d+)*)(?<rest>$|[-_.].*|(?<=\.\d+)[a-z].*)$/i

function parseVersion(tag: string): { numbers: string[]; rest: string } | undefined {
  const { numbers, rest } = VERSION.exec(tag)?.groups ?? {}
  return numbers === undefined ? undefined : { numbers: numbers.split('.'), rest: rest ?? '' }
}

/** Longer numbers are greater, so the length leads; a tag has at most 128 characters. */
function numberKey(digits: string): string {
  const significant = digits.replace(/^0+(?=\d)/, '')
  return String(significant.length).padStart(3, '0') + significant
}

/** Runs of digits as numbers, and before those in rank nothing, after them text without regard to case. */
function runs(text: string): string {
  const parts = text.toLowerCase().match(/\d+|\D+/g) ?? []
  return parts.map((part) => (/\d/.test(part) ? `1${numberKey(part)}` : `2${hex(part)}`)).join('') + '0'
}

/** Ends with a `0`, which no character of a tag begins with: what is shorter comes first. */
function hex(text: string): string {
  return `${Buffer.from(text, 'latin1').toString('hex')}0`
}
