import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { KubeClient } from '@/lib/cluster/client'
import { eventually } from '@/lib/testing/eventually'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { ExecChannel, type ExecEnd } from './exec-channel'
import { runTerminal, type TerminalBounds } from './terminal-session'
import { startExecServer, type ExecSession } from './testing/exec-server'

const LONG: TerminalBounds = { idleMs: 60_000, totalMs: 60_000, pingMs: 60_000 }
const found = {
  deploymentId: 1,
  appName: 'app',
  version: '1',
  nodeName: 'edge',
  uniqueName: 'edge',
  namespace: 'default',
  podName: 'p',
  containerName: 'c',
}
const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

interface Tied {
  /** The browser's own end. */
  page: WebSocket
  notices: unknown[]
  output: () => number
  command: ExecSession
  stopping: AbortController
  ended: Promise<ExecEnd | undefined>
}

/** A browser and a command, both over sockets of their own, with a terminal between them. */
async function tie(bounds: Partial<TerminalBounds> = {}, { autoPong = true } = {}): Promise<Tied> {
  const cluster = await startExecServer()
  const client = new KubeClient(kubeConfigFor(cluster.url))
  const console = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(console, 'listening')
  const connected = once(console, 'connection') as Promise<[WebSocket]>
  const page = new WebSocket(`ws://127.0.0.1:${(console.address() as AddressInfo).port}`, { autoPong })
  const notices: unknown[] = []
  let output = 0
  page.on('message', (data: Buffer, isBinary) => {
    if (isBinary) output += data.length
    else notices.push(JSON.parse(data.toString('utf8')))
  })
  const [browser] = await connected
  ending.push(
    () => cluster.stop(),
    () => client.close(),
    () => console.close(),
    () => browser.terminate(),
    () => page.terminate(),
  )
  const channel = await ExecChannel.open(client, found, ['sh'])
  const command = await eventually(() => cluster.sessions[0] ?? Promise.reject(new Error('no command yet')))
  const stopping = new AbortController()
  const ended = runTerminal(browser, channel, { ...LONG, ...bounds }, stopping.signal)
  return { page, notices, output: () => output, command, stopping, ended }
}

describe('a terminal', () => {
  it('carries what is typed, what is answered, its size, and how the command ended', async () => {
    const { page, notices, output, command, ended } = await tie()
    page.send(Buffer.from('ls\n'))
    page.send(JSON.stringify({ type: 'resize', cols: 120, rows: 40 }))
    page.send(JSON.stringify({ type: 'resize', cols: 0, rows: 40 }))
    page.send('no message of ours')
    await eventually(() => expect([command.input, command.sizes]).toEqual(['ls\n', [{ Width: 120, Height: 40 }]]))
    command.say('bin etc\r\n')
    await eventually(() => expect(output()).toBe(9))
    const causes = [{ reason: 'ExitCode', message: '3' }]
    command.end({ status: 'Failure', reason: 'NonZeroExitCode', details: { causes } })
    expect(await ended).toEqual({ exitCode: 3 })
    expect(notices).toEqual([])
  })

  it.each([
    ['nothing goes either way for long', { idleMs: 100 }, 'idle'],
    ['its time is over', { totalMs: 100 }, 'time'],
  ] as const)('ends when %s, and says so; the command ends with it', async (_, bounds, why) => {
    const { notices, command, ended } = await tie(bounds)
    expect(await ended).toBeUndefined()
    await eventually(() => expect(notices).toEqual([{ type: 'closed', why }]))
    await eventually(() => expect(command.isOpen).toBe(false))
  })

  it('is not idle while the command writes or somebody types', async () => {
    const { page, notices, command, ended } = await tie({ idleMs: 400, totalMs: 1600 })
    const busy = setInterval(() => command.say('.'), 100)
    const typing = setInterval(() => page.send(Buffer.from('x')), 100)
    setTimeout(() => clearInterval(busy), 800)
    await ended
    clearInterval(typing)
    await eventually(() => expect(notices).toEqual([{ type: 'closed', why: 'time' }]))
  })

  it('ends with the console, and says so', async () => {
    const { notices, stopping, command, ended } = await tie()
    stopping.abort()
    expect(await ended).toBeUndefined()
    await eventually(() => expect(notices).toEqual([{ type: 'closed', why: 'stopping' }]))
    await eventually(() => expect(command.isOpen).toBe(false))
  })

  it('ends with the page, and with a page that answers no ping', async () => {
    const closed = await tie()
    closed.page.close()
    expect(await closed.ended).toBeUndefined()
    await eventually(() => expect(closed.command.isOpen).toBe(false))
    const silent = await tie({ pingMs: 50 }, { autoPong: false })
    expect(await silent.ended).toBeUndefined()
    await eventually(() => expect(silent.command.isOpen).toBe(false))
  })
})

const MEBIBYTE = Buffer.alloc(1 << 20, 'x')

describe('a side that does not read', () => {
  it('holds the other back: a command does not write what no page takes', async () => {
    const { page, output, command } = await tie()
    page.pause()
    for (let n = 0; n < 64; n++) command.say(MEBIBYTE.subarray(0, 512 << 10))
    // What neither the sockets nor the terminal took waits at the command.
    await eventually(() => expect(command.socket.bufferedAmount).toBeGreaterThan(8 << 20))
    page.resume()
    await eventually(() => expect(output()).toBe(64 * (512 << 10)))
  })

  it('does not end a terminal: pings wait while a paste is not taken', async () => {
    const { page, notices, command, ended } = await tie({ pingMs: 200, totalMs: 1500 })
    command.socket.pause()
    for (let n = 0; n < 32; n++) page.send(MEBIBYTE)
    await eventually(() => expect(page.bufferedAmount).toBeGreaterThan(8 << 20))
    await ended
    // Its time was over, after several pings without an answer.
    await eventually(() => expect(notices).toEqual([{ type: 'closed', why: 'time' }]))
  })
})
