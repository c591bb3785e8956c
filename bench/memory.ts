import { readFileSync } from 'node:fs'

const SAMPLE_MS = 50

/** Resident memory of a process, in MiB (Linux). */
export function rssMiB(pid: number): number {
  return statusMiB(pid, 'VmRSS')
}

/** What of it is no file's: the process's own. */
export function anonymousMiB(pid: number): number {
  return statusMiB(pid, 'RssAnon')
}

function statusMiB(pid: number, field: 'VmRSS' | 'RssAnon'): number {
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (kib === undefined) throw new Error(`process ${pid} has no ${field}`)
  return Number(kib) / 1024
}

/** The most memory that a process had while `work` ran, in MiB. */
export async function peakRssMiB<T>(pid: number, work: () => Promise<T>): Promise<{ result: T; peakMiB: number }> {
  let peakMiB = rssMiB(pid)
  const timer = setInterval(() => (peakMiB = Math.max(peakMiB, rssMiB(pid))), SAMPLE_MS)
  try {
    const result = await work()
    return { result, peakMiB }
  } finally {
    clearInterval(timer)
  }
}
