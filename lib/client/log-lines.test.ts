import { expect, it } from 'vitest'
import { LineBuffer, MAX_LINES } from './line-buffer'
import { LogLines } from './log-lines'
import { compareLogTimes, readLogTime } from './log-time'

const bytes = (text: string) => new TextEncoder().encode(text)
const texts = (lines: { text: string }[]) => lines.map(({ text }) => text)

it('makes lines of pieces that are cut anywhere, within a character too', () => {
  const whole = bytes('2026-01-01T00:00:00.1Z 温度 21\n2026-01-01T00:00:00.2Z next\n')
  for (let cut = 1; cut < whole.length; cut++) {
    const lines = new LogLines()
    const got = [...lines.add(whole.slice(0, cut)), ...lines.add(whole.slice(cut))]
    expect(texts(got)).toEqual(['温度 21', 'next'])
  }
})

it('leaves out after a lost connection what was there, and nothing else', () => {
  const lines = new LogLines()
  lines.add(bytes('2026-01-01T00:00:05.1Z a\n2026-01-01T00:00:05.12Z b\n2026-01-01T00:00:05.12Z b again\nhalf a li'))
  expect(lines.since).toBe('2026-01-01T00:00:05.12Z')
  lines.reconnected()
  // Kubernetes answers from the whole second on.
  const again = '2026-01-01T00:00:05.1Z a\n2026-01-01T00:00:05.12Z b\n2026-01-01T00:00:05.12Z b again\n'
  const more = '2026-01-01T00:00:05.12Z b thrice\n2026-01-01T00:00:05.123Z c\n'
  expect(texts(lines.add(bytes(again + more)))).toEqual(['b thrice', 'c'])
})

it('takes colours away, and shows the beginning of a line without end', () => {
  const lines = new LogLines()
  const [coloured] = lines.add(bytes('2026-01-01T00:00:00Z \u001b[1;31mred\u001b[0m\r\n'))
  expect(coloured?.text).toBe('red')
  const [long] = lines.add(bytes(`2026-01-01T00:00:00Z ${'x'.repeat(100_000)}\n`))
  expect(long?.text).toHaveLength(16_000)
})

it('orders times by the nanosecond, in any zone', () => {
  const order = (a: string, b: string) => {
    const [first, second] = [readLogTime(a), readLogTime(b)]
    return first && second ? Math.sign(compareLogTimes(first, second)) : undefined
  }
  expect(order('2026-01-01T00:00:00.12Z', '2026-01-01T00:00:00.123Z')).toBe(-1)
  expect(order('2026-01-01T08:00:00.5+08:00', '2026-01-01T00:00:00.500000000Z')).toBe(0)
  expect(readLogTime('yesterday')).toBeUndefined()
})

it('keeps the newest lines, and counts those that it does not', async () => {
  const buffer = new LineBuffer()
  const told = new Promise<void>((resolve) => buffer.subscribe(resolve))
  buffer.add(Array.from({ length: MAX_LINES + 5000 }, (_, i) => ({ time: '', text: String(i) })))
  await told
  const { lines, dropped } = buffer.view()
  expect(lines).toHaveLength(MAX_LINES)
  expect(dropped).toBe(5000)
  expect(lines[0]?.text).toBe('5000')
})
