/** A line's time, as Kubernetes writes it: RFC 3339 with up to nine digits of the second, in any zone. */
export interface LogTime {
  seconds: number
  nanos: string
}

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

export function readLogTime(text: string): LogTime | undefined {
  const [, whole, fraction = '', zone] = FORM.exec(text) ?? []
  if (whole === undefined || zone === undefined) return undefined
  return { seconds: Date.parse(whole + zone) / 1000, nanos: fraction.padEnd(9, '0') }
}

/** Below zero where `a` is earlier. */
export function compareLogTimes(a: LogTime, b: LogTime): number {
  if (a.seconds !== b.seconds) return a.seconds - b.seconds
  return a.nanos === b.nanos ? 0 : a.nanos < b.nanos ? -1 : 1
}
