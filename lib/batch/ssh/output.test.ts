import { describe, expect, it } from 'vitest'
import { MarkedLines } from './marked-lines'
import { OutputTail } from './tail'

describe('MarkedLines', () => {
  const text = 'first\nmark-1 connected\nhello, mark\nno newlinemark-1 exited 3\nlast'

  it.each([1, 2, 3, 7, 1000])('takes what is marked out of pieces of %i bytes', (size) => {
    const lines = new MarkedLines('mark-1')
    let rest = ''
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += size) rest += lines.take(bytes.subarray(at, at + size))
    rest += lines.end()
    expect({ rest, said: lines.said }).toEqual({
      rest: 'first\nhello, mark\nno newlinelast',
      said: ['connected', 'exited 3'],
    })
  })

  it('understands what is marked in a line that never ends', () => {
    const lines = new MarkedLines('mark-1')
    expect(lines.take(Buffer.from('a\nmark-1 exited 0')) + lines.end()).toBe('a\n')
    expect(lines.said).toEqual(['exited 0'])
  })

  it('keeps little of a machine that goes on and on', () => {
    const lines = new MarkedLines('mark-1')
    const endless = Buffer.from(`mark-1 ${'x'.repeat(100_000)}`)
    expect(lines.take(endless)).toHaveLength(100_000 + 'mark-1 '.length - 256)
    expect(lines.take(Buffer.from('\nmark-1 said\n'.repeat(1000)))).toHaveLength(1000)
    expect(lines.said).toHaveLength(20)
    expect(Math.max(...lines.said.map(({ length }) => length))).toBeLessThan(256)
  })

  it('holds back no more than may become a mark', () => {
    expect(new MarkedLines('mark-1').take(Buffer.from('a prompt: '))).toBe('a prompt: ')
  })
})

describe('OutputTail', () => {
  it('keeps the end, from the beginning of a line', () => {
    const tail = new OutputTail(20, [])
    for (let i = 0; i < 1000; i++) tail.add(`line ${i}\n`)
    expect(tail.toString()).toBe('line 998\nline 999\n')
  })

  it('masks a secret that came in pieces, and one that holds another', () => {
    const tail = new OutputTail(1000, ['pass', 'password', ''])
    for (const piece of ['the pa', 'ssw', 'ord and the pass', ' are gone']) tail.add(Buffer.from(piece))
    expect(tail.toString()).toBe('the *** and the *** are gone')
  })

  it('masks a secret that stands where the kept text begins', () => {
    const tail = new OutputTail(10, ['a-long-secret'])
    tail.add(`${'x'.repeat(100)}a-long-secret${'y'.repeat(8)}`)
    expect(tail.toString()).not.toContain('secret')
  })

  it('shows no half of a secret where masking has made the text short', () => {
    const tail = new OutputTail(100, ['abcdefghijklmnopqrstuvwxyz'])
    tail.add(`${'abcdefghijklmnopqrstuvwxyz'.repeat(20)}\nend\n`)
    expect(tail.toString()).toBe('end\n')
  })

  it('gives plain text, with characters whole', () => {
    const tail = new OutputTail(1000, [])
    for (const byte of Buffer.from('\u001b[1;31m安装\u001b[0m\u001b]0;title\u0007\r\nbell\u0007 nul\0 tab\t.\n')) {
      tail.add(Buffer.from([byte]))
    }
    expect(tail.toString()).toBe('安装\nbell nul tab\t.\n')
  })
})
