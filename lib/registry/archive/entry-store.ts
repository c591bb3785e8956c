import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { GunzipDigest, type Measured } from './gunzip-digest'
import { BlockGzip } from './gzip-blocks'
import { TAR_BLOCK, peek, sniff, type ContentKind } from './sniff'

/** One file of the archive, kept in the spool. A plain tar (a layer) is kept compressed, all else as it is. */
export interface StoredEntry {
  file: string
  kind: ContentKind
  /** The bytes as they stand in the archive. */
  content: Measured
  /** The bytes of `file`: differs from `content` for a plain tar only. */
  stored: Measured
  /**
   * Uncompressed; undefined where it is not known. That of zstd never is, for Node 20 cannot read it:
   * such a layer is taken as its manifest describes it.
   */
  plain: Measured | undefined
}

/** Counts bytes that something unpacked to; throws when there are too many. */
export type CountBytes = (count: number) => void

class Meter {
  private readonly hash: Hash = createHash('sha256')
  private size = 0

  add(chunk: Buffer): void {
    this.hash.update(chunk)
    this.size += chunk.length
  }

  result(): Measured {
    return { digest: `sha256:${this.hash.digest('hex')}`, size: this.size }
  }
}

/** Streams one entry into the folder, taking its digests on the way. */
export async function storeEntry(
  source: AsyncIterable<Buffer>,
  folder: string,
  name: string,
  countUnpacked: CountBytes,
): Promise<StoredEntry> {
  const { head, rest } = await peek(source, TAR_BLOCK)
  const kind = sniff(head)
  const file = path.join(folder, name)
  const handle = await open(file, 'wx', 0o600)
  try {
    if (kind === 'tar') return { file, kind, ...(await storeCompressed(rest, handle)) }
    if (kind === 'gzip') return { file, kind, ...(await storeGzip(rest, handle, countUnpacked)) }
    const content = await storeAsIs(rest, handle)
    return { file, kind, content, stored: content, plain: undefined }
  } finally {
    await handle.close()
  }
}

type Digests = Pick<StoredEntry, 'content' | 'stored' | 'plain'>

async function storeCompressed(source: AsyncIterable<Buffer>, handle: FileHandle): Promise<Digests> {
  const plain = new Meter()
  const compressed = new Meter()
  const gzip = new BlockGzip(async (chunk) => {
    compressed.add(chunk)
    await writeAll(handle, chunk)
  })
  for await (const chunk of source) {
    plain.add(chunk)
    await gzip.write(chunk)
  }
  await gzip.end()
  const content = plain.result()
  return { content, plain: content, stored: compressed.result() }
}

async function storeGzip(source: AsyncIterable<Buffer>, handle: FileHandle, count: CountBytes): Promise<Digests> {
  const meter = new Meter()
  const gunzip = new GunzipDigest(count)
  try {
    for await (const chunk of source) {
      meter.add(chunk)
      await gunzip.write(chunk)
      await writeAll(handle, chunk)
    }
    const plain = await gunzip.end()
    const content = meter.result()
    return { content, stored: content, plain }
  } finally {
    gunzip.destroy()
  }
}

async function storeAsIs(source: AsyncIterable<Buffer>, handle: FileHandle): Promise<Measured> {
  const meter = new Meter()
  for await (const chunk of source) {
    meter.add(chunk)
    await writeAll(handle, chunk)
  }
  return meter.result()
}

/** `FileHandle.write` may write less than it is given. */
async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, at)
    at += bytesWritten
  }
}
