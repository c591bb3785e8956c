import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'

/** Runs `work` with a folder of its own below `<dataDir>/spool`, which is gone afterwards, whatever happens. */
export async function withSpool<T>(dataDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = path.join(dataDir, 'spool', randomUUID())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Removes what a killed process left; call it at start, before the first upload. Answers how many there were. */
export async function cleanSpool(dataDir: string): Promise<number> {
  const spool = path.join(dataDir, 'spool')
  await mkdir(spool, { recursive: true, mode: 0o700 })
  const left = await readdir(spool)
  for (const name of left) await rm(path.join(spool, name), { recursive: true, force: true })
  return left.length
}
