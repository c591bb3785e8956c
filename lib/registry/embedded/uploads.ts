import { createHash, randomUUID, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { OciError } from './answers'
import { isMissing, listNames, readIfThere, writeFileAtomic } from './files'
import type { Layout } from './layout'

const UPLOAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What this process knows of an upload; after a restart only the file is left, and is hashed anew at the end. */
interface Running {
  hash: Hash
  hashed: number
  busy: boolean
}

/** Uploads under way. Their bytes survive a restart, so that a client may go on where it was cut off. */
export class Uploads {
  private readonly running = new Map<string, Running>()

  constructor(private readonly layout: Layout) {}

  async start(repository: string): Promise<string> {
    const id = randomUUID()
    await mkdir(this.layout.upload(id), { recursive: true })
    await writeFileAtomic(this.file(id, 'repository'), repository)
    await (await open(this.file(id, 'data'), 'wx')).close()
    return id
  }

  /** How many bytes are there. @throws OciError when this repository has no such upload */
  async offset(repository: string, id: string): Promise<number> {
    const owner = UPLOAD_ID.test(id) ? await readIfThere(this.file(id, 'repository')) : undefined
    if (owner?.toString() !== repository) throw new OciError('BLOB_UPLOAD_UNKNOWN', 'there is no such upload')
    return (await stat(this.file(id, 'data'))).size
  }

  /** Appends what `body` brings. What came before it was cut off stays. */
  async append(id: string, body: AsyncIterable<Buffer>): Promise<number> {
    return this.alone(id, async (state) => {
      const handle = await open(this.file(id, 'data'), 'a')
      try {
        let offset = (await handle.stat()).size
        for await (const chunk of body) {
          for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten
          if (state.hashed === offset) {
            state.hash.update(chunk)
            state.hashed += chunk.length
          }
          offset += chunk.length
        }
        await handle.sync()
        return offset
      } finally {
        await handle.close()
      }
    })
  }

  /**
   * Hands the finished file over when it has this digest.
   * @throws OciError DIGEST_INVALID; the upload is then gone
   */
  async finish(id: string, digest: string, adopt: (file: string) => Promise<void>): Promise<void> {
    await this.alone(id, async (state) => {
      const file = this.file(id, 'data')
      const isHashed = state.hashed === (await stat(file)).size
      const found = `sha256:${(isHashed ? state.hash : await hashFile(file)).digest('hex')}`
      if (found === digest) await adopt(file)
      await this.remove(id)
      if (found !== digest) throw new OciError('DIGEST_INVALID', `what was sent has the digest ${found}`)
    })
  }

  async remove(id: string): Promise<void> {
    this.running.delete(id)
    await rm(this.layout.upload(id), { recursive: true, force: true })
  }

  /** When the newest byte of any upload came, in ms since the epoch; 0 when there is none. */
  async newest(): Promise<number> {
    const times = await Promise.all((await listNames(this.layout.uploads())).map((id) => this.touched(id)))
    return Math.max(0, ...times)
  }

  /** Removes uploads that nobody went on with for so long. */
  async clean(olderThanMs: number): Promise<void> {
    for (const id of await listNames(this.layout.uploads())) {
      const isOld = (await this.touched(id)) < Date.now() - olderThanMs
      if (isOld && this.running.get(id)?.busy !== true) await this.remove(id)
    }
  }

  private async touched(id: string): Promise<number> {
    try {
      return (await stat(this.file(id, 'data'))).mtimeMs
    } catch (error) {
      if (isMissing(error)) return 0
      throw error
    }
  }

  private async alone<T>(id: string, work: (state: Running) => Promise<T>): Promise<T> {
    const state = this.running.get(id) ?? { hash: createHash('sha256'), hashed: 0, busy: false }
    if (state.busy) throw new OciError('BLOB_UPLOAD_INVALID', 'another request is writing to this upload')
    state.busy = true
    this.running.set(id, state)
    try {
      return await work(state)
    } finally {
      state.busy = false
    }
  }

  private file(id: string, name: 'data' | 'repository'): string {
    return path.join(this.layout.upload(id), name)
  }
}

async function hashFile(file: string): Promise<Hash> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash
}
