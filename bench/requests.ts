import path from 'node:path'
import { TestConsole } from '@/e2e/harness/console'
import { OwnedProcess } from '@/lib/testing/owned-process'
import { waitFor } from '@/lib/testing/wait'
import { load, type LoadResult } from './load'
import { BenchPortal, message } from './portal'
import type { Figure } from './report'

const NODES = 10_000
const CLIENTS = 16
const SECONDS = 5
const MAX_P99_MS = 50

/** createNode and listNode over both mounts, beside a bare Node server that answers as many bytes. */
export async function benchRequests(): Promise<Figure[]> {
  const figures: Figure[] = []
  const console_ = await TestConsole.start({ env: { LOG_LEVEL: 'warn' } })
  try {
    const portal = await BenchPortal.open(console_.url, console_.jwtSecret)
    figures.push(await createNodes(portal))
    const answerBytes = (await (await postList(portal)).arrayBuffer()).byteLength
    const bare = await bareServer(answerBytes)
    figures.push(figure(`bare Node http server, ${answerBytes} bytes`, bare))
    const fast = await listNodes(portal)
    figures.push(besides('listNode, fast lane: page of 50 of 10,000', fast, bare, 1 / 3))
  } finally {
    await console_.stop()
  }
  figures.push(...(await throughNext()))
  return figures
}

/** The same through Next's route handlers, on fewer records: its cost does not depend on them. */
async function throughNext(): Promise<Figure[]> {
  const console_ = await TestConsole.start({ env: { LOG_LEVEL: 'warn' }, args: ['--no-fast-lane'] })
  try {
    const portal = await BenchPortal.open(console_.url, console_.jwtSecret)
    await createNodes(portal, 200)
    return [figure('listNode, through Next: page of 50', await listNodes(portal))]
  } finally {
    await console_.stop()
  }
}

async function createNodes(portal: BenchPortal, requests = NODES): Promise<Figure> {
  const result = await load({
    url: portal.address('node/createNode'),
    headers: portal.headers,
    body: (n) => message({ name: `node ${n}`, nodeType: 'Generic' }),
    clients: CLIENTS,
    requests,
  })
  const { total } = await portal.call('node/listNode', { pageNum: 1, pageSize: 1 })
  const right = total === requests && result.errors === 0
  const made = figure('createNode', result)
  return {
    ...made,
    measured: `${made.measured}; ${total} of ${requests} records`,
    wanted: 'none lost or doubled',
    met: right,
  }
}

const LIST = { pageNum: 1, pageSize: 50 }

function postList(portal: BenchPortal): Promise<Response> {
  return fetch(portal.address('node/listNode'), { method: 'POST', headers: portal.headers, body: message(LIST) })
}

function listNodes(portal: BenchPortal): Promise<LoadResult> {
  const url = portal.address('node/listNode')
  return load({ url, headers: portal.headers, body: () => message(LIST), clients: CLIENTS, seconds: SECONDS })
}

async function bareServer(bytes: number): Promise<LoadResult> {
  const file = path.join(import.meta.dirname, 'bare-server.ts')
  const server = new OwnedProcess(process.execPath, ['--import', 'tsx', file, String(bytes)], {})
  try {
    const port = await waitFor(() => Promise.resolve(server.lines[0]), { what: 'the bare server says its port' })
    const url = new URL(`http://127.0.0.1:${port}/`)
    return await load({
      url,
      headers: { authorization: 'Bearer none' },
      body: () => message(LIST),
      clients: CLIENTS,
      seconds: SECONDS,
    })
  } finally {
    await server.end('SIGTERM')
  }
}

function figure(what: string, result: LoadResult): Figure {
  const { requestsPerSecond, p50Ms, p99Ms, errors } = result
  const measured = `${Math.round(requestsPerSecond)}/s, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(1)} ms, ${errors} errors`
  return { what, measured, numbers: { ...result } }
}

function besides(what: string, result: LoadResult, bare: LoadResult, share: number): Figure {
  const ratio = result.requestsPerSecond / bare.requestsPerSecond
  const plain = figure(what, result)
  return {
    ...plain,
    measured: `${plain.measured}; ${ratio.toFixed(2)} of the bare server`,
    wanted: `≥ ${share.toFixed(2)} of the bare server, p99 ≤ ${MAX_P99_MS} ms, no error`,
    met: ratio >= share && result.p99Ms <= MAX_P99_MS && result.errors === 0,
    numbers: { ...result, ratio },
  }
}
