import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { LineBuffer, MAX_LINES } from './line-buffer'
import { LogFollower, type LogPhase, type LogWish } from './log-follower'
import { setPageUrl } from './testing/portal-server'

interface Reading {
  follower: LogFollower
  lines: string[]
  phases: string[]
}

let server: TestServer
const readings: Reading[] = []
afterEach(async () => {
  for (const { follower } of readings.splice(0)) follower.stop()
  await server.stop()
})

/** A console that answers the requests for a log one after the other as the test says; the last answer holds for all later ones. */
async function serve(...answers: ((res: ServerResponse) => void)[]): Promise<void> {
  let next = 0
  server = await startHttpServer((_, res) => answers[Math.min(next++, answers.length - 1)]?.(res))
  setPageUrl(`${server.url}/applications`)
}

function follow(wish: Partial<LogWish> = {}, buffer?: LineBuffer): Reading {
  const lines: string[] = []
  const phases: string[] = []
  const onPhase = (phase: LogPhase, error?: { code: number; msg: string }) =>
    phases.push(error ? `${phase}: ${error.code} ${error.msg}` : phase)
  const follower = new LogFollower(
    { appName: 'shop', nodeName: 'edge', ...wish },
    { onLines: (more) => (buffer ? buffer.add(more) : lines.push(...more.map(({ text }) => text))), onPhase },
  )
  const reading = { follower, lines, phases }
  readings.push(reading)
  follower.start()
  return reading
}

const asked = () => server.requests.map(({ url = '' }) => new URL(url, server.url).searchParams)
const line = (second: number, text: string) => `2026-11-22T08:00:0${second}.5Z ${text}\n`
const refuse = (status: number, body: string) => (res: ServerResponse) => void res.writeHead(status).end(body)

describe('a log that is followed', () => {
  it('comes as it is written, whatever pieces it comes in', async () => {
    const whole = Buffer.from(line(1, '启动') + line(2, 'ready'))
    let rest: () => void = () => undefined
    await serve((res) => {
      res.write(whole.subarray(0, 26)) // in the middle of a character
      rest = () => void res.write(whole.subarray(26))
    })
    const { lines, phases } = follow({ tailLines: 100 })
    await eventually(() => expect(phases).toEqual(['open']))
    expect(lines).toEqual([])
    rest()
    await eventually(() => expect(lines).toEqual(['启动', 'ready']))
    expect(Object.fromEntries(asked()[0] ?? [])).toEqual({
      ...{ appName: 'shop', nodeName: 'edge', tailLines: '100' },
      ...{ follow: 'true', timestamps: 'true' },
    })
  })

  it.each([
    ['ends, as when the container is restarted', 'ended', (res: ServerResponse) => res.end()],
    ['breaks off', 'lost', (res: ServerResponse) => res.destroy()],
  ])('goes on from the last line after it %s, and shows no line twice', async (_, phase, end) => {
    await serve(
      (res) => void res.write(line(1, 'first') + line(2, 'second') + line(2, 'third'), () => end(res)),
      (res) => void res.write(line(2, 'second') + line(2, 'third') + line(2, 'fourth') + line(3, 'fifth')),
    )
    const { lines, phases } = follow({ tailLines: 100 })
    await eventually(() => expect(lines).toHaveLength(5))
    expect(lines).toEqual(['first', 'second', 'third', 'fourth', 'fifth'])
    expect(phases.map((one) => one.split(':')[0])).toEqual(['open', phase, 'open'])
    expect([asked()[1]?.get('since'), asked()[1]?.get('tailLines')]).toEqual(['2026-11-22T08:00:02.5Z', null])
  })

  it('is asked for again while a proxy answers for the console, and once it was there also while the cluster is away', async () => {
    await serve(
      refuse(502, '<html>Bad gateway</html>'),
      (res) => void res.end(line(1, 'there')),
      refuse(503, '{"code":40000,"msg":"the cluster does not answer"}'),
      (res) => void res.write(line(2, 'back')),
    )
    const { lines, phases } = follow()
    await eventually(() => expect(lines).toEqual(['there', 'back']))
    expect(phases).toEqual([
      ...['lost: -1 HTTP 502', 'open', 'ended'],
      ...['lost: 40000 the cluster does not answer', 'open'],
    ])
  })

  it('is kept in bounds, however much comes', async () => {
    const count = 3 * MAX_LINES
    await serve((res) => {
      let sent = 0
      const more = () => {
        while (sent < count && res.write(line(1, `line ${++sent}`)));
        if (sent < count) res.once('drain', more)
      }
      more()
    })
    const buffer = new LineBuffer()
    let most = 0
    buffer.subscribe(() => (most = Math.max(most, buffer.view().lines.length)))
    follow({}, buffer)
    await eventually(() => expect(buffer.view().lines.at(-1)?.text).toBe(`line ${count}`))
    const { lines, dropped } = buffer.view()
    expect(dropped + lines.length).toBe(count)
    expect(most).toBeLessThanOrEqual(MAX_LINES + 500)
  })

  it('lets its connection go when it is stopped, and goes on where it was when it is started again', async () => {
    let closed = false
    await serve(
      (res) => {
        res.on('close', () => (closed = true))
        res.write(line(1, 'before'))
      },
      (res) => void res.write(line(1, 'before') + line(2, 'after')),
    )
    const { follower, lines, phases } = follow()
    await eventually(() => expect(lines).toEqual(['before']))
    follower.stop()
    await eventually(() => expect(closed).toBe(true))
    expect(server.requests).toHaveLength(1)
    follower.start()
    await eventually(() => expect(lines).toEqual(['before', 'after']))
    expect(phases).toEqual(['open', 'open'])
  })
})

describe('a log that is asked for once', () => {
  it.each<Partial<LogWish>>([{ previous: true }, { until: '2026-11-22T09:00:00Z' }])(
    'is not asked for again: %j',
    async (wish) => {
      await serve((res) => void res.end(line(1, 'all of it')))
      const once = follow(wish)
      const again = follow()
      // By then this one would have asked again too.
      await eventually(() => expect(again.phases).toEqual(['open', 'ended', 'open', 'ended']))
      expect([once.lines, once.phases]).toEqual([['all of it'], ['open', 'ended']])
      expect(asked().filter((query) => query.get('follow') === 'false')).toHaveLength(1)
    },
  )

  it.each([
    [400, '{"code":30000,"msg":"record not found"}', 'failed: 30000 record not found'],
    [503, '{"code":40000,"msg":"the cluster does not answer"}', 'failed: 40000 the cluster does not answer'],
  ])('fails for good with what the console refused with: HTTP %i', async (status, body, phase) => {
    await serve((res) =>
      refuse(...(res.req.url?.includes('clock') ? ([502, ''] as const) : ([status, body] as const)))(res),
    )
    const { phases } = follow()
    const clock = follow({ podName: 'clock' })
    await eventually(() => expect(clock.phases).toHaveLength(2)) // by then the other would have been too
    expect(phases).toEqual([phase])
  })
})
