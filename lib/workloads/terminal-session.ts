import { z } from 'zod'
import type { RawData, WebSocket } from 'ws'
import type { ExecChannel, ExecEnd } from './exec-channel'

/** How long a terminal lasts: without a byte either way, and in all. */
export interface TerminalBounds {
  idleMs: number
  totalMs: number
  pingMs: number
}

export const TERMINAL_BOUNDS: TerminalBounds = { idleMs: 15 * 60_000, totalMs: 4 * 3600_000, pingMs: 30_000 }

/** Of either side so much may wait for the other; then it is not read until some was taken. */
const HIGH_BYTES = 256 * 1024

const terminalSize = z.object({ cols: z.int().min(1).max(1000), rows: z.int().min(1).max(1000) })
const control = z.discriminatedUnion('type', [terminalSize.extend({ type: z.literal('resize') })])

/** What a terminal is told as text; output is binary. */
export type TerminalNotice =
  | { type: 'opened'; podName: string; containerName: string }
  | { type: 'ended'; exitCode: number }
  /** `reason` and `params` are those of `lib/protocol/reasons.ts`, in `data`. */
  | { type: 'failed'; code: number; msg: string; data?: unknown }
  | { type: 'closed'; why: 'idle' | 'time' | 'stopping' }

export function tell(browser: WebSocket, notice: TerminalNotice): void {
  if (browser.readyState === browser.OPEN) browser.send(JSON.stringify(notice))
}

/**
 * Ties a browser's terminal to a command in a container until either ends, the bounds are reached, or `stopping`
 * fires. Neither side is read faster than the other takes.
 * @returns how the command ended; undefined where the terminal went first
 */
export function runTerminal(
  browser: WebSocket,
  channel: ExecChannel,
  { idleMs, totalMs, pingMs }: TerminalBounds,
  stopping: AbortSignal,
): Promise<ExecEnd | undefined> {
  return new Promise((resolve) => {
    let isAlive = true
    const close = (why: 'idle' | 'time' | 'stopping') => {
      tell(browser, { type: 'closed', why })
      finish(undefined)
    }
    const idle = setTimeout(() => close('idle'), idleMs)
    const total = setTimeout(() => close('time'), totalMs)
    const ping = setInterval(() => {
      // Of a browser that is held back no pong is read either, and one comes only behind all that was pasted.
      if (browser.isPaused) return
      if (!isAlive) return finish(undefined)
      isAlive = false
      browser.ping()
    }, pingMs)
    const onStopping = () => close('stopping')
    const finish = (end: ExecEnd | undefined) => {
      clearTimeout(idle)
      clearTimeout(total)
      clearInterval(ping)
      stopping.removeEventListener('abort', onStopping)
      channel.close()
      resolve(end)
    }
    stopping.addEventListener('abort', onStopping)

    browser.on('pong', () => (isAlive = true))
    browser.on('message', (data, isBinary) => {
      isAlive = true
      idle.refresh()
      if (!isBinary) return void resize(channel, data)
      const waiting = channel.write(toBuffer(data), () => browser.resume())
      if (waiting > HIGH_BYTES) browser.pause()
    })
    browser.once('close', () => finish(undefined))
    channel.start({
      onOutput: (data) => {
        idle.refresh()
        browser.send(data, { binary: true }, () => channel.resume())
        if (browser.bufferedAmount > HIGH_BYTES) channel.pause()
      },
      onEnd: finish,
    })
    if (stopping.aborted) onStopping()
    else if (browser.readyState !== browser.OPEN) finish(undefined)
  })
}

/** What does not parse is left: a terminal of the wrong size is still one. */
function resize(channel: ExecChannel, data: RawData): void {
  let value: unknown
  try {
    value = JSON.parse(toBuffer(data).toString('utf8'))
  } catch {
    return // no message of ours
  }
  const parsed = control.safeParse(value)
  if (parsed.success) channel.resize(parsed.data)
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return Buffer.isBuffer(data) ? data : Buffer.from(data)
}
