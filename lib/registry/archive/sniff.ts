/** Formats are judged by content, never by name: what a browser calls a file says nothing. */
export type ContentKind = 'tar' | 'gzip' | 'zstd' | 'other'

export const TAR_BLOCK = 512

const CHECKSUM_START = 148
const CHECKSUM_END = 156

/** POSIX ustar: the checksum is the sum of the header's bytes, its own field counted as spaces. */
function isTarHeader(head: Buffer): boolean {
  if (head.length < TAR_BLOCK) return false
  let sum = 0
  for (let i = 0; i < TAR_BLOCK; i++) {
    sum += i >= CHECKSUM_START && i < CHECKSUM_END ? 0x20 : (head[i] ?? 0)
  }
  const noted = /^[ \0]*([0-7]+)/.exec(head.toString('latin1', CHECKSUM_START, CHECKSUM_END))?.[1]
  return noted !== undefined && Number.parseInt(noted, 8) === sum
}

/** An empty tar is nothing but zero blocks: the layer of a Dockerfile step that changes no file. */
function isZeroBlock(head: Buffer): boolean {
  return head.length >= TAR_BLOCK && head.subarray(0, TAR_BLOCK).every((byte) => byte === 0)
}

/** `head` holds the first TAR_BLOCK bytes, or everything when there are fewer. */
export function sniff(head: Buffer): ContentKind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  return isTarHeader(head) || isZeroBlock(head) ? 'tar' : 'other'
}

/** Reads until `size` bytes (or the end) are there; `rest` gives them again and then what follows. */
export async function peek(
  source: AsyncIterable<Buffer>,
  size: number,
): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]()
  const chunks: Buffer[] = []
  let length = 0
  while (length < size) {
    const next = await iterator.next()
    if (next.done) break
    chunks.push(next.value)
    length += next.value.length
  }
  const head = Buffer.concat(chunks)
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { head, rest: rest() }
}
