import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { AppError, CODE } from '@/lib/protocol/errors'
import { limitsFor, type ArchiveLimits } from '../archive/limits'
import { readArchive } from '../archive/read-archive'
import { resolveImages } from '../archive/resolve'
import type { ArchiveImage } from '../archive/image'

export const LIMITS = limitsFor(100e6)

/** The bytes as a network would bring them: in pieces that end anywhere. */
export function pieces(bytes: Buffer, size = 1000): AsyncIterable<Buffer> {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size))
  return Readable.from(parts)
}

interface Options {
  fileName?: string
  limits?: ArchiveLimits
}

export async function imagesOf(bytes: Buffer, folder: string, options: Options = {}): Promise<ArchiveImage[]> {
  const entries = await readArchive(pieces(bytes), folder, options.limits ?? LIMITS)
  return resolveImages(entries, options.fileName ?? 'upload.tar')
}

/** What is said of an archive that must not be taken. */
export async function refusalOfArchive(bytes: Buffer, folder: string): Promise<string> {
  const error: unknown = await imagesOf(bytes, folder).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error('expected an AppError', { cause: error })
  expect(error.code).toBe(CODE.badArchive)
  return error.message
}

export async function bytesOf(blob: { open(): Readable }): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of blob.open() as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
