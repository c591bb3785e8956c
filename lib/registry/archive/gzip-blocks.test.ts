import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BlockGzip } from './gzip-blocks'
import { GunzipDigest } from './gunzip-digest'
import { sha256Hex } from '@/lib/registry/testing/make-archive'

const MIB = 1024 * 1024

async function gzip(input: Buffer, chunkBytes = 64 * 1024): Promise<Buffer> {
  const out: Buffer[] = []
  const packer = new BlockGzip((chunk) => {
    out.push(chunk)
    return Promise.resolve()
  })
  for (let at = 0; at < input.length; at += chunkBytes) await packer.write(input.subarray(at, at + chunkBytes))
  await packer.end()
  return Buffer.concat(out)
}

const text = (bytes: number) => Buffer.from('the quick brown fox '.repeat(Math.ceil(bytes / 20))).subarray(0, bytes)

describe('BlockGzip', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('x')],
    ['exactly one block', text(MIB)],
    ['one byte more than a block', text(MIB + 1)],
    ['many blocks', text(12 * MIB + 12345)],
    ['what cannot be compressed', randomBytes(3 * MIB + 7)],
  ])('packs %s so that zlib and gzip read it', async (_, input) => {
    const packed = await gzip(input)
    expect(gunzipSync(packed).equals(input)).toBe(true)
    const byGzip = execFileSync('gzip', ['-dc'], { input: packed, maxBuffer: 64 * MIB })
    expect(byGzip.equals(input)).toBe(true)
  })

  test('the same bytes give the same gzip, however they come in', async () => {
    const input = Buffer.concat([text(2 * MIB), randomBytes(MIB), text(MIB)])
    const [a, b] = await Promise.all([gzip(input, 1000), gzip(input, 5 * MIB)])
    expect(a.equals(b)).toBe(true)
  })

  test('a block refers back to the one before', async () => {
    const noise = randomBytes(16 * 1024)
    const repeated = Buffer.concat([randomBytes(MIB - noise.length), noise, noise])
    const packed = await gzip(repeated)
    expect(packed.length).toBeLessThan(MIB + noise.length / 2)
  })

  test('holds back while its output is not taken', async () => {
    let release: () => void = () => undefined
    const stuck = new Promise<void>((resolve) => (release = resolve))
    let taken = 0
    const packer = new BlockGzip(() => stuck.then(() => void taken++))
    let written = 0
    const writing = (async () => {
      for (; written < 40; written++) await packer.write(randomBytes(MIB))
    })()
    await gzip(randomBytes(40 * MIB)) // another, whose output is taken, packs as much meanwhile
    expect(written).toBeLessThan(16)
    release()
    await writing
    await packer.end()
    expect(taken).toBeGreaterThan(40)
  })

  test('an output that fails ends the packing', async () => {
    const packer = new BlockGzip(() => Promise.reject(new Error('disk full')))
    const packing = (async () => {
      for (let i = 0; i < 40; i++) await packer.write(text(MIB))
      await packer.end()
    })()
    await expect(packing).rejects.toThrow('disk full')
  })
})

describe('GunzipDigest', () => {
  test('measures what the gzip unpacks to', async () => {
    const input = text(5 * MIB)
    const packed = await gzip(input)
    let counted = 0
    const gunzip = new GunzipDigest((count) => void (counted += count))
    for (let at = 0; at < packed.length; at += 1000) await gunzip.write(packed.subarray(at, at + 1000))
    expect(await gunzip.end()).toEqual({ digest: `sha256:${sha256Hex(input)}`, size: input.length })
    expect(counted).toBe(input.length)
  })

  test.each([
    ['damaged', (packed: Buffer) => Buffer.concat([packed.subarray(0, 20), randomBytes(200)])],
    ['cut off', (packed: Buffer) => packed.subarray(0, packed.length - 20)],
  ])('refuses data that is %s', async (_, spoil) => {
    const spoiled = spoil(await gzip(randomBytes(10_000)))
    const gunzip = new GunzipDigest(() => undefined)
    const reading = (async () => {
      await gunzip.write(spoiled)
      await gunzip.end()
    })()
    await expect(reading).rejects.toThrow()
  })

  test('stops when it is told to', async () => {
    const packed = await gzip(Buffer.alloc(20 * MIB))
    const gunzip = new GunzipDigest((count) => {
      if (count > 0) throw new Error('too much')
    })
    const reading = (async () => {
      for (let i = 0; i < 100; i++) await gunzip.write(packed)
      await gunzip.end()
    })()
    await expect(reading).rejects.toThrow('too much')
  })
})
