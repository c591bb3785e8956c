/** Kubernetes writes whole or micro seconds; ours are milliseconds throughout. Null for what is no time. */
export function isoTime(text: string | undefined): string | null {
  const time = new Date(text ?? '')
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** Now, or the given time, as Kubernetes writes metav1.MicroTime, which leases carry. */
export function microTime(ms: number = Date.now()): string {
  return new Date(ms).toISOString().replace('Z', '000Z')
}
