import { readFileSync } from 'node:fs'

const SAMPLE_MS = 50

/** Resident memory of a process, in MiB (Linux). */
export function rssMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (kib === undefined) throw new Error(`process ${pid} has no VmRSS`)
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
