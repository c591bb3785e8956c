import { OciError, jsonAnswer } from './answers'

const DEFAULT_PAGE = 1000

/** One page of sorted names (distribution-spec "Listing Tags"): `n`, `last`, and a Link to the next. */
export function page(url: URL, names: string[], body: (names: string[]) => object): Response {
  const asked = url.searchParams.get('n')
  if (asked !== null && !/^\d{1,6}$/.test(asked)) throw new OciError('SIZE_INVALID', 'n must be a whole number')
  const size = Math.min(asked === null ? DEFAULT_PAGE : Number(asked), DEFAULT_PAGE)
  const last = url.searchParams.get('last')
  const rest = last === null ? names : names.filter((name) => name > last)
  const shown = rest.slice(0, size)
  const end = shown.at(-1)
  if (end === undefined || shown.length === rest.length) return jsonAnswer(body(shown))
  const next = `${url.pathname}?${new URLSearchParams({ n: String(size), last: end }).toString()}`
  return jsonAnswer(body(shown), { link: `<${next}>; rel="next"` })
}
