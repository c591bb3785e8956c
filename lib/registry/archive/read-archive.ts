import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { failure } from '@/lib/protocol/reasons'
import { ArchiveEntries } from './archive-entries'
import { storeEntry } from './entry-store'
import { archiveError } from './errors'
import { UnpackGuard, type ArchiveLimits } from './limits'
import { entryName, linkTarget } from './paths'
import { TAR_BLOCK, peek, sniff } from './sniff'

const GZIP_CHUNK_BYTES = 128 * 1024
/**
 * Reads an image archive (plain or gzipped tar, judged by content) in one pass as it streams in, keeping its files in
 * `folder`: layers compressed, nothing twice. Memory stays bounded however large it is. An error of `source` itself is
 * passed on.
 * @throws AppError 30001 no archive, 30003 a damaged or hostile one, 10003 no disk space
 */
export async function readArchive(
  source: AsyncIterable<Buffer>,
  folder: string,
  limits: ArchiveLimits,
): Promise<ArchiveEntries> {
  const guard = new UnpackGuard(limits)
  try {
    return await readTar(await tarBytes(count(source, guard.countReceived)), folder, limits, guard)
  } catch (error) {
    throw archiveError(error)
  }
}

async function* count(source: AsyncIterable<Buffer>, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    onBytes(chunk.length)
    yield chunk
  }
}

/** The tar's own bytes, unpacked when the file is gzip. */
async function tarBytes(source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const outer = await peek(source, TAR_BLOCK)
  const kind = sniff(outer.head)
  if (kind === 'tar') return outer.rest
  if (kind !== 'gzip') {
    await outer.rest.return(undefined)
    throw failure('notArchive', {})
  }
  const inner = await peek(gunzip(outer.rest), TAR_BLOCK)
  if (sniff(inner.head) === 'tar') return inner.rest
  await inner.rest.return(undefined)
  throw failure('notTarInGzip', {})
}

async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacked = createGunzip({ chunkSize: GZIP_CHUNK_BYTES })
  const feeding = pipeline(source, unpacked)
  feeding.catch(() => undefined) // it destroys `unpacked` with the same error, which the loop below then throws
  for await (const chunk of unpacked as AsyncIterable<Buffer>) yield chunk
}

async function readTar(
  source: AsyncIterable<Buffer>,
  folder: string,
  limits: ArchiveLimits,
  guard: UnpackGuard,
): Promise<ArchiveEntries> {
  const entries = new ArchiveEntries()
  // Old tars without the ustar magic are read as well: the checksum says that a header is one.
  const tar = extract({ allowUnknownFormat: true } as Parameters<typeof extract>[0])
  const feeding = pipeline(Readable.from(count(source, guard.countUnpacked), { objectMode: true }), tar)
  feeding.catch(() => undefined) // awaited below; an error of an entry ends it first
  let seen = 0
  for await (const entry of tar) {
    if (++seen > limits.maxEntries) throw failure('archiveTooManyEntries', { max: limits.maxEntries })
    await keepEntry(entries, entry.header, entry as AsyncIterable<Buffer>, { folder, number: seen, guard })
    entry.resume() // what of it was not read (nothing of a folder's or a link's is) must not hold up the next
  }
  await feeding
  return entries
}

interface Place {
  folder: string
  number: number
  guard: UnpackGuard
}

async function keepEntry(
  entries: ArchiveEntries,
  header: Header,
  bytes: AsyncIterable<Buffer>,
  { folder, number, guard }: Place,
): Promise<void> {
  const name = entryName(header.name)
  switch (header.type) {
    case 'directory':
      return
    case 'symlink':
    case 'link':
      entries.addLink(name, linkTarget(name, header.type, header.linkname))
      return
    case 'file':
    case 'contiguous-file':
      entries.expectNew(name)
      entries.addFile(name, await storeEntry(bytes, folder, String(number), guard.countUnpacked))
      return
    case 'block-device':
    case 'character-device':
    case 'fifo':
    default: // tar-stream has null for a type that it does not know
      throw failure('archiveOddEntry', { name })
  }
}
