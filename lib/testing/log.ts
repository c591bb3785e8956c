import { pino, type Logger } from 'pino'

/** What a test's parts logged, as the objects that were written. */
export function recordingLog(): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>)
  return { log: pino({ level: 'debug', base: undefined }, { write }), lines }
}

export const silentLog: Logger = pino({ level: 'silent' })
