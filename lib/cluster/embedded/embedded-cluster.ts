import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { isSameSecret } from '@/lib/auth/same-secret'
import { ApiError } from './api/api-error'
import { ObjectApi } from './api/object-api'
import { ApiServer } from './api/server'
import { bootstrapCluster, currentJoinToken } from './bootstrap'
import { addIndexes, type ControllerContext } from './controllers/context'
import { startControllers } from './controllers/controllers'
import { EventRecorder } from './controllers/event-recorder'
import { EmbeddedClusterError } from './errors'
import { writeKubeconfig } from './kubeconfig'
import { VirtualNodes } from './node/virtual-nodes'
import { Database } from './store/database'
import { ObjectStore } from './store/object-store'

export { EmbeddedClusterError }

export interface EmbeddedClusterOptions {
  /** the state file `cluster.db` and the kubeconfig live here */
  dataDir: string
  /** default 127.0.0.1 */
  host?: string
  /** default 0: the port of last time where it is free, else any */
  port?: number
  log: Logger
  /** how often a virtual node renews its lease; default 2000 */
  nodeHeartbeatMs?: number
  /** a node that is silent for this long is lost (Ready=Unknown); default 8000 */
  nodeGraceMs?: number
}

export interface EmbeddedCluster {
  readonly url: string
  readonly kubeconfigFile: string
  /** As `keadm join`: refuses a token other than the cluster's; a node that has joined before is switched on again. */
  joinNode(node: {
    name: string
    arch: 'arm64' | 'amd64'
    token: string
    labels?: Record<string, string>
  }): Promise<void>
  /** The edge machine loses power: heartbeats and containers stop, and the cluster has to find out. */
  stopNode(name: string): Promise<void>
  startNode(name: string): Promise<void>
  /** Ends everything within about a second; what was answered is in the state file. */
  stop(): Promise<void>
}

const DEFAULT_HEARTBEAT_MS = 2_000
const DEFAULT_GRACE_MS = 8_000

/**
 * Starts a cluster inside this process: an API server that speaks Kubernetes over HTTP, its controllers, and virtual
 * edge nodes. Its state is in `dataDir` and survives a restart or a crash.
 * @throws EmbeddedClusterError StartFailed
 */
export async function startEmbeddedCluster(options: EmbeddedClusterOptions): Promise<EmbeddedCluster> {
  const { dataDir, host = '127.0.0.1', log } = options
  await mkdir(dataDir, { recursive: true })
  const store = openStore(join(dataDir, 'cluster.db'), log)
  addIndexes(store)
  const api = new ObjectApi(store)
  const token = adminToken(store)
  let nodes: VirtualNodes | undefined
  const server = new ApiServer(api, token, log, { isOn: (name) => nodes?.isOn(name) ?? false })
  const port = await listen(server, store, host, options.port ?? 0)
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const kubeconfigFile = join(dataDir, 'kubeconfig.yaml')
  await writeKubeconfig(kubeconfigFile, url, token)

  bootstrapCluster(api)
  const context: ControllerContext = { api, store, events: new EventRecorder(api), log }
  const controllers = startControllers(context, options.nodeGraceMs ?? DEFAULT_GRACE_MS)
  const machines = (nodes = new VirtualNodes(context, options.nodeHeartbeatMs ?? DEFAULT_HEARTBEAT_MS))
  await store.durable()

  let stopping: Promise<void> | undefined
  const change = async (act: () => void): Promise<void> => {
    if (stopping) throw new EmbeddedClusterError('Stopped', 'the embedded cluster has been stopped')
    act()
    await store.durable()
  }
  const stop = async (): Promise<void> => {
    await server.close()
    machines.stop()
    controllers.stop()
    context.events.stop()
    store.close()
  }
  return {
    url,
    kubeconfigFile,
    joinNode: (node) =>
      change(() => {
        checkToken(node.token, currentJoinToken(api))
        joinChecked(machines, node)
      }),
    stopNode: (name) => change(() => machines.stopNode(name)),
    startNode: (name) => change(() => machines.start(name)),
    stop: () => (stopping ??= stop()),
  }
}

function openStore(file: string, log: Logger): ObjectStore {
  try {
    return new ObjectStore(new Database(file), (error) =>
      log.error({ err: error, file }, 'the state of the embedded cluster could not be written'),
    )
  } catch (error) {
    throw new EmbeddedClusterError('StartFailed', `the state file ${file} of the embedded cluster cannot be used`, {
      cause: error,
    })
  }
}

/** The bearer token of the kubeconfig, the same for the life of the state file. */
function adminToken(store: ObjectStore): string {
  const known = store.setting('admin-token')
  if (known) return known
  const token = randomBytes(32).toString('base64url')
  store.putSetting('admin-token', token)
  return token
}

async function listen(server: ApiServer, store: ObjectStore, host: string, wanted: number): Promise<number> {
  const last = Number(store.setting('port') ?? 0)
  const candidates = wanted === 0 && last > 0 ? [last, 0] : [wanted]
  let failure: unknown
  for (const candidate of candidates) {
    try {
      const port = await server.listen(candidate, host)
      store.putSetting('port', String(port))
      return port
    } catch (error) {
      failure = error
    }
  }
  store.close()
  throw new EmbeddedClusterError('StartFailed', `the embedded cluster cannot listen on ${host}:${wanted}`, {
    cause: failure,
  })
}

function checkToken(given: string, wanted: string | undefined): void {
  if (wanted !== undefined && isSameSecret(given, wanted)) return
  throw new EmbeddedClusterError('TokenRefused', 'the token is not that of this cluster')
}

function joinChecked(
  nodes: VirtualNodes,
  { name, arch, labels }: { name: string; arch: 'arm64' | 'amd64'; labels?: Record<string, string> },
): void {
  try {
    nodes.join({ name, arch, labels })
  } catch (error) {
    if (error instanceof ApiError && error.code === 422)
      throw new EmbeddedClusterError('InvalidNode', error.message, { cause: error })
    throw error
  }
}
