/** Now, or the given time, as Kubernetes writes times: RFC 3339 in UTC with whole seconds. */
export function timestamp(ms: number = Date.now()): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Milliseconds since the epoch; 0 for what is absent. */
export function timeOf(text: string | null | undefined): number {
  return text ? Date.parse(text) : 0
}
