import { describe, expect, it } from 'vitest'
import { untilTime } from './log-lines'

const LIMIT = '2026-11-20T08:00:02Z'

async function read(chunks: readonly (string | Buffer)[], keepTimes = false): Promise<string> {
  async function* source() {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk))
  }
  const parts: Buffer[] = []
  for await (const part of untilTime(source(), LIMIT, keepTimes)) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

const LOG = [
  '2026-11-20T08:00:01.5Z first\n',
  '2026-11-20T08:00:02.000000000Z 第二\n',
  'without a time\n',
  '2026-11-20T08:00:02.000000001Z a nanosecond late\n',
  '2026-11-20T08:00:03Z later\n',
].join('')

describe('a log up to a time', () => {
  it('has its lines without the times, or with them', async () => {
    expect(await read([LOG])).toBe('first\n第二\nwithout a time\na nanosecond late\n')
    expect(await read([LOG], true)).toBe(LOG.slice(0, LOG.indexOf('2026-11-20T08:00:03Z')))
  })

  it.each([1, 2, 7, 30])('is the same however it is cut: every %d bytes', async (size) => {
    const whole = Buffer.from(LOG)
    const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, n) =>
      whole.subarray(n * size, (n + 1) * size),
    )
    expect(await read(chunks)).toBe(await read([LOG]))
  })

  it('ends at the first line that is later, and reads no further', async () => {
    const late = '2026-11-20T08:00:03Z late\n'
    expect(await read([late, '2026-11-20T08:00:01Z out of order\n'])).toBe('')
  })

  it('keeps a last line that does not end', async () => {
    expect(await read(['2026-11-20T08:00:01Z half'])).toBe('half')
  })

  it('hands a line of more than a mebibyte on in pieces, as it is', async () => {
    const long = 'x'.repeat((1 << 20) + 10)
    const rest = '2026-11-20T08:00:09Z is part of the long line\n'
    const chunks = [`2026-11-20T08:00:01Z ${long}`, rest, '2026-11-20T08:00:02Z next\n', '2026-11-20T08:00:03Z no\n']
    expect(await read(chunks)).toBe(`${long}${rest}next\n`)
  })
})
