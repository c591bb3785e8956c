/** A line that is longer than this is handed on in pieces. */
const MAX_LINE_BYTES = 1 << 20
const NEWLINE = 10
const SPACE = 32

/**
 * Ends a log, whose lines begin with their times, where it passes `until`; Kubernetes itself knows only where to begin.
 * @param keepTimes whether the lines go on with their times
 */
export async function* untilTime(
  chunks: AsyncIterable<Buffer>,
  until: string,
  keepTimes: boolean,
): AsyncGenerator<Buffer> {
  const limitMs = Date.parse(until)
  let inLongLine = false
  for await (const { line, isWhole } of splitLines(chunks)) {
    const isRest = inLongLine
    inLongLine = !isWhole
    if (isRest) {
      yield line
      continue
    }
    const space = line.indexOf(SPACE)
    const atMs = Date.parse(line.subarray(0, Math.max(0, space)).toString('latin1'))
    if (atMs > limitMs) return
    yield keepTimes || Number.isNaN(atMs) ? line : line.subarray(space + 1)
  }
}

async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ line: Buffer; isWhole: boolean }> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE)) {
      yield { line: data.subarray(0, end + 1), isWhole: true }
      data = data.subarray(end + 1)
    }
    if (data.length > MAX_LINE_BYTES) {
      yield { line: data, isWhole: false }
      data = Buffer.alloc(0)
    }
    rest = data
  }
  if (rest.length > 0) yield { line: rest, isWhole: true }
}
