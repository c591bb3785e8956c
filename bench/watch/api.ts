// A synthetic API server in a process of its own: argv nodes pods. It makes each object as it is asked for, and holds
// none. POST /changes?rate=R&seconds=S tells of R changes a second on the open watches.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { nodeJson, podJson } from './objects'

const nodes = Number(process.argv[2])
const pods = Number(process.argv[3])
const START = 10_000_000
/** So many times a second; what is due then is told at once. */
const TICKS = 20

let revision = START
const watches = { nodes: new Set<ServerResponse>(), pods: new Set<ServerResponse>() }
const kinds = {
  nodes: { count: nodes, json: (n: number, at: number) => nodeJson(n, at, at), watches: watches.nodes },
  pods: { count: pods, json: (n: number, at: number) => podJson(n, at, at % 3, nodes), watches: watches.pods },
}
type Kind = (typeof kinds)[keyof typeof kinds]

function list(kind: Kind | undefined, { searchParams }: URL, res: ServerResponse): void {
  const from = Number(searchParams.get('continue') ?? 0)
  const to = Math.min(from + Number(searchParams.get('limit') ?? 500), kind?.count ?? 0)
  const next = to < (kind?.count ?? 0) ? String(to) : ''
  const items = Array.from({ length: Math.max(0, to - from) }, (_, n) => kind?.json(from + n, START - 1))
  const body = `{"kind":"List","metadata":{"resourceVersion":"${START}","continue":"${next}"},"items":[${items.join(',')}]}`
  res.writeHead(200, { 'content-type': 'application/json' }).end(body)
}

function watch(kind: Kind | undefined, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
  kind?.watches.add(res)
  res.on('close', () => kind?.watches.delete(res))
}

/** Half of them heartbeats of nodes, half changes of pods, each of another one. */
function change(): void {
  revision += 1
  const kind = revision % 2 === 0 ? kinds.nodes : kinds.pods
  const object = kind.json((revision * 7919) % kind.count, revision)
  for (const res of kind.watches) res.write(`{"type":"MODIFIED","object":${object}}\n`)
}

function changes({ searchParams }: URL, res: ServerResponse): void {
  const perTick = Number(searchParams.get('rate')) / TICKS
  let ticks = Number(searchParams.get('seconds')) * TICKS
  let told = 0
  const timer = setInterval(() => {
    for (let n = 0; n < perTick; n++) change()
    told += perTick
    if (--ticks > 0) return
    clearInterval(timer)
    res.end(String(told))
  }, 1000 / TICKS)
}

function handle(req: IncomingMessage, res: ServerResponse): void {
  const url = new URL(req.url ?? '', 'http://api')
  if (url.pathname === '/changes') return changes(url, res)
  const kind = url.pathname.endsWith('/nodes') ? kinds.nodes : url.pathname.endsWith('/pods') ? kinds.pods : undefined
  if (url.searchParams.has('watch')) return watch(kind, res)
  list(kind, url, res)
}

const server = createServer(handle).listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})
