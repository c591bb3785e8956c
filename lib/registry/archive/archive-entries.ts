import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { failure } from '@/lib/protocol/reasons'
import type { StoredEntry } from './entry-store'

const MAX_JSON_BYTES = 8 * 1024 * 1024
/** Of manifests, indexes and configurations, each as often as it is read: their content is held in memory. */
const MAX_JSON_READS = 2000
const MAX_JSON_BYTES_READ = 32 * 1024 * 1024
const MAX_LINKS = 40

const BLOB_NAME = /^blobs\/sha256\/([a-f0-9]{64})$/
/** docker-save names an image's configuration after its digest. */
const CONFIG_NAME = /^([a-f0-9]{64})\.json$/

/** The files and links of an archive, by name; links are followed inside it. */
export class ArchiveEntries {
  private readonly files = new Map<string, StoredEntry>()
  private readonly links = new Map<string, string>()
  private reads = 0
  private bytesRead = 0

  /** @throws AppError 30003 when the archive has two entries of this name */
  expectNew(name: string): void {
    if (this.files.has(name) || this.links.has(name)) throw failure('archiveSameEntry', { name })
  }

  addLink(name: string, target: string): void {
    this.expectNew(name)
    this.links.set(name, target)
  }

  /** @throws AppError 30003 when the file is named after a digest that is not its own */
  addFile(name: string, entry: StoredEntry): void {
    this.expectNew(name)
    const hex = BLOB_NAME.exec(name)?.[1] ?? CONFIG_NAME.exec(name)?.[1]
    if (hex !== undefined && entry.content.digest !== `sha256:${hex}`) {
      throw failure('archiveEntryDigest', { name, digest: entry.content.digest })
    }
    this.files.set(name, entry)
  }

  /**
   * The file of this name, or that the link of this name leads to; undefined when there is none.
   * @throws AppError 30003 for links in a circle
   */
  find(name: string): StoredEntry | undefined {
    let current = name
    for (let followed = 0; followed <= MAX_LINKS; followed++) {
      const target = this.links.get(current)
      if (target === undefined) return this.files.get(current)
      current = target
    }
    throw failure('archiveLinkCircle', { name })
  }

  blob(digest: string): StoredEntry | undefined {
    return this.find(`blobs/${digest.replace(':', '/')}`)
  }

  /** Whether any link leads in a circle, followed or not. */
  checkLinks(): void {
    for (const name of this.links.keys()) this.find(name)
  }

  /**
   * Reads a small JSON file; `name` is for the message.
   * @throws AppError 30003 when it is too large, no JSON, or not of this shape
   */
  async json<S extends z.ZodType>(entry: StoredEntry, name: string, schema: S): Promise<z.output<S>> {
    return parseJson(await this.bytes(entry, name), name, schema)
  }

  /** @throws AppError 30003 also when this archive has too much to read */
  async bytes(entry: StoredEntry, name: string): Promise<Buffer> {
    if (entry.kind !== 'other') throw failure('archiveNoJson', { name })
    if (entry.content.size > MAX_JSON_BYTES) throw failure('archiveJsonTooLarge', { name, maxBytes: MAX_JSON_BYTES })
    this.reads++
    this.bytesRead += entry.content.size
    if (this.reads > MAX_JSON_READS || this.bytesRead > MAX_JSON_BYTES_READ) {
      throw failure('archiveTooManyManifests', { max: MAX_JSON_READS, maxBytes: MAX_JSON_BYTES_READ })
    }
    return readFile(entry.file)
  }
}

export function parseJson<S extends z.ZodType>(bytes: Buffer, name: string, schema: S): z.output<S> {
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw failure('archiveBadJson', { name }, { cause })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const why = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()
  throw failure('archiveNotAsMust', { name, why }, { cause: parsed.error })
}
