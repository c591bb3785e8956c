import { mkdir, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

export interface Figure {
  what: string
  measured: string
  /** What it is to be, and whether it is. */
  wanted?: string
  met?: boolean
  /** The numbers behind it. */
  numbers: Readonly<Record<string, number | string>>
}

/** Prints the figures as a table and writes them as JSON into bench/results. */
export async function report(figures: readonly Figure[]): Promise<void> {
  const rows = figures.map(({ what, measured, wanted = '', met }) => [what, measured, wanted, verdict(met)])
  const table = [['what', 'measured', 'wanted', ''], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)))
  for (const row of table) {
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
  }
  const machine = {
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model ?? '',
    memoryBytes: os.totalmem(),
    node: process.version,
  }
  const folder = path.join(import.meta.dirname, 'results')
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, `${new Date().toISOString().replace(/[:.]/g, '-')}.json`)
  await writeFile(file, `${JSON.stringify({ machine, figures }, null, 2)}\n`)
  process.stdout.write(`\nwritten to ${path.relative(process.cwd(), file)}\n`)
}

function verdict(met: boolean | undefined): string {
  if (met === undefined) return ''
  return met ? 'met' : 'MISSED'
}
