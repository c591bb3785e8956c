import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { parseArgs } from 'node:util'
import next from 'next'
import { v4 as newId } from 'uuid'
import type { Logger } from 'pino'
import { readConfig, type Config } from '@/lib/config/config'
import { ConfigError } from '@/lib/config/config-error'
import { configWarnings } from '@/lib/config/warnings'
import { fromNode, JSON_CONTENT_TYPE } from '@/lib/http/api-request'
import { ClientAddresses } from '@/lib/http/client-address'
import { Drain } from '@/lib/http/drain'
import { loggedPath } from '@/lib/http/logged-path'
import { mountBackend } from '@/lib/http/mounted-backend'
import { sendResponse, sendText, toRequest, whenGone } from '@/lib/http/node-adapter'
import { createLog, withRequestFields } from '@/lib/log/log'
import { API_PREFIX } from '@/lib/protocol/dispatch'
import { startApp, type Running } from '@/lib/start-app'
import { LOG_PATH } from '@/lib/workloads/log-route'

const UPLOAD_PATH = `${API_PREFIX}image/uploadImage`

const { values: options } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    // Sends everything through Next, so that its mount of the API can be tested by itself.
    'no-fast-lane': { type: 'boolean', default: false },
    // How long a connection may be silent.
    'quiet-ms': { type: 'string', default: String(10 * 60_000) },
  },
})
// Bundled into dist/, or run from the source by `npm run dev`.
const root = path.basename(import.meta.dirname) === 'dist' ? path.dirname(import.meta.dirname) : import.meta.dirname

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  const server = createServer({
    requestTimeout: 0, // Node's five minutes would cut a long upload; a quiet connection ends by the socket's timeout
    headersTimeout: 60_000,
    keepAliveTimeout: 65_000,
    keepAlive: true, // a client that vanished is found out also where silence is no sign of it
    keepAliveInitialDelay: 60_000,
  })
  server.timeout = Number(options['quiet-ms'])
  const { port } = await listen(server, config)
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  const publicUrl = config.publicUrl ?? `http://${host}:${port}`
  const running = await startApp({ config, log, publicUrl, port, root })
  mountBackend(running.backend)
  // Next ends every upgrade whose path it knows, ours among them: it is shown its own alone, through this one.
  const pageUpgrades = createServer()
  const pages = next({ dev: options.dev, dir: root, hostname: config.host, port, httpServer: pageUpgrades })
  await pages.prepare()
  const drain = new Drain()
  serve({ server, running, drain, handlePage: pages.getRequestHandler(), origin: publicUrl })
  server.on('upgrade', (req, socket, head) => {
    if (running.app.stopping.aborted) socket.destroy()
    else if (!running.backend.upgrade(req, socket, head) && !pageUpgrades.emit('upgrade', req, socket, head)) {
      socket.destroy()
    }
  })
  running.startBackground()
  stopOnSignal({ server, running, drain, log, closePages: () => pages.close() })
  announce(running, publicUrl, log)
}

async function listen(server: Server, config: Config): Promise<AddressInfo> {
  const notReady = (_: IncomingMessage, res: ServerResponse) => {
    res.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('starting\n')
  }
  server.on('request', notReady)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, config.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return server.address() as AddressInfo
}

type NextHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

interface Serving {
  server: Server
  running: Running
  drain: Drain
  handlePage: NextHandler
  origin: string
}

function serve({ server, running, drain, handlePage, origin }: Serving): void {
  const { app, backend } = running
  const clients = new ClientAddresses(app.config.trustedProxies)
  const answer = async (req: IncomingMessage, res: ServerResponse, pathname: string) => {
    if (options['no-fast-lane'] || !backend.owns(pathname)) return clients.during(req, () => handlePage(req, res))
    if (pathname.startsWith(API_PREFIX)) {
      const { status, body } = await backend.answerApi(fromNode(req, res, origin))
      sendText(req, res, status, JSON_CONTENT_TYPE, body)
    } else {
      const request = toRequest(req, origin, whenGone(res))
      await sendResponse(await clients.during(req, () => backend.handle(request)), req, res)
    }
  }
  server.removeAllListeners('request')
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const pathname = (req.url ?? '/').split('?', 1)[0] ?? '/'
    if (!drain.begin(pathname)) {
      res.writeHead(503, { 'retry-after': '5', connection: 'close' }).end('stopping\n')
      return
    }
    res.on('close', () => drain.end())
    // It would show what proxies on the way have added (RFC 9110 9.3.8), and fetch's requests cannot be of it.
    if (req.method === 'TRACE') {
      res.setHeader('allow', 'GET, HEAD, POST, PUT, PATCH, DELETE')
      sendText(req, res, 405, 'text/plain', 'method not allowed\n')
      return
    }
    allowSilence(req, pathname)
    withRequestFields({ request_id: newId() }, () => {
      answer(req, res, pathname).catch((error: unknown) => {
        if (!res.destroyed && !req.destroyed)
          app.log.error({ err: error, path: loggedPath(pathname) }, 'answer broke off')
        res.destroy()
      })
    })
  })
}

/**
 * While the registry is given an image, or nothing is written to a log, nothing goes over the connection either: both
 * have bounds of their own. Node sets the timeout anew for the connection's next request.
 */
function allowSilence(req: IncomingMessage, pathname: string): void {
  const lift = () => req.socket.setTimeout(0)
  if (pathname === LOG_PATH) lift()
  else if (pathname === UPLOAD_PATH) req.once('end', lift)
}

interface Stopping {
  server: Server
  running: Running
  drain: Drain
  log: Logger
  closePages: () => Promise<void>
}

/** Takes no new requests, lets those under way finish, then ends the parts. A second signal ends at once. */
function stopOnSignal({ server, running, drain, log, closePages }: Stopping): void {
  let stopping = false
  const stop = async (signal: string) => {
    // Next's development server keeps a compiler and sockets of its own: it is not waited for.
    if (stopping || options.dev) process.exit(options.dev ? 0 : 1)
    stopping = true
    log.info({ signal }, 'stopping: requests under way finish first')
    running.endStreams()
    // Another process leads at once; only requests take their time.
    const [inTime] = await Promise.all([drain.finish(running.app.config.drainMs), running.stopLeading()])
    if (!inTime) log.warn('some requests did not finish in time')
    server.close()
    server.closeAllConnections()
    await closePages()
    await running.stop()
    log.info('stopped')
    process.exit(0)
  }
  const onSignal = (signal: string) => {
    stop(signal).catch((error: unknown) => {
      log.fatal({ err: error }, 'could not stop in order')
      process.exit(1)
    })
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

/** For a person at the terminal, besides the log. */
function announce({ app, firstUser, firstPassword }: Running, publicUrl: string, log: Logger): void {
  log.info({ url: publicUrl }, 'serving')
  for (const { name, text } of configWarnings(app)) log.warn({ warning: name }, text)
  const cluster = app.cluster.embedded ? `embedded (kubeconfig: ${app.cluster.embedded.kubeconfigFile})` : 'configured'
  const lines = [
    `ApulisEdge Console   ${publicUrl}`,
    `cluster              ${cluster}`,
    `registry             ${app.registry.embedded ? 'embedded' : app.registry.host}`,
    ...(firstPassword === undefined
      ? []
      : [`sign in              ${firstUser} / ${firstPassword}   (shown this once)`]),
  ]
  process.stderr.write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`)
}

main().catch((error: unknown) => {
  const sentence = error instanceof ConfigError ? `cannot start: ${error.message}` : error
  process.stderr.write(`${sentence instanceof Error ? (sentence.stack ?? sentence.message) : String(sentence)}\n`)
  process.exit(1)
})
