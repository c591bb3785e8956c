import { expect, it } from 'vitest'
import { LogTail } from './log-tail'

function tailOf(maxBytes: number, ...chunks: string[]) {
  const tail = new LogTail(maxBytes)
  for (const chunk of chunks) tail.add(Buffer.from(chunk))
  return tail.read()
}

it.each([
  ['all of what is short enough', 12, ['one\ntwo\n', 'end\n'], 'one\ntwo\nend\n', false],
  ['nothing of nothing', 10, [], '', false],
  ['the last lines, from the beginning of one on', 10, ['one\ntwo\nthree\nfour\n'], 'four\n', true],
  ['a line that begins just where the room does', 9, ['one\ntwo\nnine long'], 'nine long', true],
  ['the last lines over chunks that cut them', 10, ['one\nt', 'wo\nth', 'ree\nfo', 'ur\n'], 'four\n', true],
  ['the end of a line that is longer than the room', 4, ['0123456789'], '6789', true],
  ['the end of such a line with its newline', 4, ['0123', '45678\n'], '678\n', true],
])('keeps %s', (_, maxBytes, chunks, text, isCut) => {
  expect(tailOf(maxBytes, ...chunks)).toEqual({ text, isCut })
})

it('keeps no more of a long log than there is room for, however it is cut', () => {
  const lines = Array.from({ length: 5000 }, (_, n) => `line ${n}\n`)
  const whole = lines.join('')
  for (const size of [1, 7, 64, 1000]) {
    const tail = new LogTail(500)
    for (let at = 0; at < whole.length; at += size) tail.add(Buffer.from(whole.slice(at, at + size)))
    const { text, isCut } = tail.read()
    expect(isCut).toBe(true)
    expect(whole.endsWith(text)).toBe(true)
    expect(text).toMatch(/^line /)
    expect(text.length).toBeGreaterThan(480)
    expect(text.length).toBeLessThanOrEqual(500)
  }
})
