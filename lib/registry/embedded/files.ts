import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

const READ_BYTES = 256 * 1024

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/** The file appears whole or not at all, and stays after a power failure: written beside, synced, renamed. */
export async function writeFileAtomic(file: string, content: Buffer | string): Promise<void> {
  const folder = path.dirname(file)
  await mkdir(folder, { recursive: true })
  const draft = path.join(folder, `.${randomUUID()}`)
  try {
    const handle = await open(draft, 'wx')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(folder)
}

/** Makes a rename in this folder last. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

export async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** Names in a folder, sorted, drafts of unfinished writes left out; empty when there is no such folder. */
export async function listNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Bytes `start` to `end` (inclusive) of a file, read as fast as the reader takes them. */
export async function streamFile(file: string, start: number, end: number): Promise<ReadableStream<Uint8Array>> {
  const handle = await open(file, 'r')
  let at = start
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end - at + 1))
        const bytesRead = buffer.length === 0 ? 0 : (await handle.read(buffer, 0, buffer.length, at)).bytesRead
        at += bytesRead
        if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
        if (at <= end && bytesRead > 0) return
        await handle.close()
        if (at <= end) controller.error(new Error(`${path.basename(file)} is shorter than it was`))
        else controller.close()
      },
      async cancel() {
        await handle.close()
      },
    },
    { highWaterMark: 0 },
  )
}
