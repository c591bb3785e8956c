import { Clients } from '@/e2e/faults/clients'
import { differences } from '@/e2e/faults/agreement'
import { Servers } from '@/e2e/faults/servers'
import { TAKEOVER_MS, takeover } from '@/e2e/faults/takeover'
import { makeWorld } from '@/e2e/faults/world'
import { imageArchive } from '@/e2e/harness/archive'
import { createBareNodes } from '@/e2e/harness/bare-nodes'
import { TestConsole } from '@/e2e/harness/console'
import { ControlPlane } from '@/e2e/harness/control-plane'
import { EventStream } from '@/e2e/harness/event-stream'
import { whyNoControlPlane } from '@/e2e/harness/kube-tools'
import { Random } from '@/e2e/harness/random'
import { uploaded } from '@/e2e/harness/upload'
import { KubeClient } from '@/lib/cluster/client'
import type { DeploymentObject } from '@/lib/cluster/kinds'
import { DEPLOYMENTS, NODES } from '@/lib/cluster/resources'
import { DEPLOY_LABEL } from '@/lib/deployments/workload'
import { openClusterUnderTest } from '@/lib/reconciler/testing/cluster-under-test'
import { waitFor } from '@/lib/testing/wait'
import { countCalls, makeApplication } from './application'
import type { Figure } from './report'

const NODE_COUNT = 1000
const MAX_CALLS = 3
const MAX_SECONDS = 60
const LATEST_MS = 10 * MAX_SECONDS * 1000
const CHANGES = 200
const CHANGING_NODES = 20
const MAX_P99_MS = 1000
const KILLS = 3

/** On a real Kubernetes control plane: a deployment to a thousand nodes, a node's Ready, a leader's end. */
export async function benchCluster(): Promise<Figure[]> {
  const why = whyNoControlPlane()
  if (why !== undefined) {
    process.stdout.write(`skipped: cluster, as ${why}\n`)
    return []
  }
  // Nobody sends these nodes' heartbeats.
  const controlPlane = await ControlPlane.start({ nodeGrace: '24h' })
  process.env.KUBECONFIG_UNDER_TEST = controlPlane.kubeconfig
  const env = { KUBECONFIG: controlPlane.kubeconfig, CLOUDCORE_ADDRESS: '192.0.2.10', LOG_LEVEL: 'debug' }
  const kube = KubeClient.fromFile(controlPlane.kubeconfig)
  const figures: Figure[] = []
  try {
    const console_ = await TestConsole.start({ env })
    try {
      const nodeNames = Array.from({ length: NODE_COUNT }, (_, n) => `node ${n}`)
      await createBareNodes(kube, console_.portal({ uid: 1 }), nodeNames, { isReady: true })
      figures.push(told(await nodeReady(console_)), told(await aThousand(console_, kube, nodeNames)))
    } finally {
      await console_.stop()
    }
  } finally {
    kube.close()
    await controlPlane.stop()
  }
  return [...figures, told(await leaderKilled())]
}

/** Says it at once: what comes after it takes its time. */
function told(figure: Figure): Figure {
  process.stdout.write(`${figure.what}: ${figure.measured}\n`)
  return figure
}

async function aThousand(console_: TestConsole, kube: KubeClient, nodeNames: string[]): Promise<Figure> {
  const portal = console_.portal({ uid: 1 })
  await portal.ok('image/createOrg', { orgName: 'bench' })
  await uploaded(portal, { orgName: 'bench', archive: await imageArchive({ tags: ['app:1'] }) })
  await makeApplication((path, content) => portal.ok(path, content))
  const selection = { namespace: 'default', labelSelector: DEPLOY_LABEL }
  const signal = AbortSignal.timeout(LATEST_MS)
  const from = await kube.listPages(DEPLOYMENTS, selection, () => undefined, signal)
  const events = kube.watch(DEPLOYMENTS, selection, from, { timeoutSeconds: LATEST_MS / 1000, signal })
  const callsSince = countCalls(console_)
  const started = performance.now()
  await portal.ok('application/deployApplication', { appName: 'bench', version: 'v1', nodeNames })
  const made = new Set<string>()
  for await (const { object } of events) {
    made.add((object as DeploymentObject).metadata.name ?? '')
    if (made.size === NODE_COUNT) break
  }
  const seconds = (performance.now() - started) / 1000
  const deploying = async () => {
    const which = { appName: 'bench', version: 'v1', pageNum: 1, pageSize: 1, status: 'Deploying' as const }
    return (await portal.ok('application/listApplicationDeploy', which)).total === NODE_COUNT
  }
  await waitFor(deploying, { what: 'all are Deploying', timeoutMs: LATEST_MS })
  const calls = callsSince() / NODE_COUNT
  return {
    what: 'real API server: deploy to 1,000 nodes → all workloads created',
    measured: `${seconds.toFixed(1)} s, ${calls.toFixed(2)} calls each`,
    wanted: `≤ ${MAX_SECONDS} s, ≤ ${MAX_CALLS} calls each`,
    met: seconds <= MAX_SECONDS && calls <= MAX_CALLS,
    numbers: { seconds, callsPerDeployment: calls },
  }
}

/** From before the node's state is sent to the API server until a page that is told has read the record anew. */
async function nodeReady(console_: TestConsole): Promise<Figure> {
  const portal = console_.portal({ uid: 1 })
  const cluster = await openClusterUnderTest()
  const stream = await EventStream.open(console_.url, { authorization: `Bearer ${await portal.token()}` })
  const { nodes } = await portal.ok('node/listNode', { pageNum: 1, pageSize: CHANGING_NODES })
  const times: number[] = []
  try {
    for (let n = 0; n < CHANGES; n++) {
      const node = nodes[n % nodes.length]
      if (!node) throw new Error('there are no nodes')
      const status = Math.floor(n / nodes.length) % 2 === 0 ? 'False' : 'True'
      const wanted = status === 'True' ? 'Online' : 'Offline'
      const told = stream.events.length
      const now = new Date().toISOString()
      const started = performance.now()
      await cluster.patchStatus(NODES, node.uniqueName, {
        conditions: [{ type: 'Ready', status, reason: 'Bench', lastHeartbeatTime: now, lastTransitionTime: now }],
      })
      let looked = told
      const shows = async () => {
        const news = stream.events.slice(looked)
        looked = stream.events.length
        if (!news.some(({ data }) => (data as { ids?: number[] }).ids?.includes(node.id))) return false
        return (await portal.ok('node/desNode', { name: node.name })).node.status === wanted
      }
      await waitFor(shows, { what: `${node.name} is ${wanted}`, timeoutMs: LATEST_MS / 10, everyMs: 5 })
      times.push(performance.now() - started)
    }
  } finally {
    await stream.close()
    await cluster.stop()
  }
  times.sort((a, b) => a - b)
  const [p50 = 0, p99 = 0] = [times[Math.floor(CHANGES * 0.5)], times[Math.ceil(CHANGES * 0.99) - 1]]
  return {
    what: 'real API server: node Ready changes → record and page',
    measured: `p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms of ${CHANGES}`,
    wanted: `p99 ≤ ${MAX_P99_MS} ms`,
    met: p99 <= MAX_P99_MS,
    numbers: { p50Ms: p50, p99Ms: p99 },
  }
}

async function leaderKilled(): Promise<Figure> {
  const servers = await Servers.start()
  try {
    const clients = new Clients(servers.portals)
    await makeWorld(servers, clients)
    const random = new Random(1)
    const leads: number[] = []
    const works: number[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      const took = await takeover(servers, clients, 150, random)
      leads.push(took.leads)
      works.push(took.works)
    }
    let lost: string[] = []
    const agree = async () => (lost = await differences(servers, clients)).length === 0
    await waitFor(agree, { what: 'all agree', timeoutMs: LATEST_MS, everyMs: 500 }).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n${lost.join('\n')}\n`)
    })
    const worst = Math.max(...leads)
    const seconds = (all: number[]) => all.map((ms) => (ms / 1000).toFixed(1)).join(', ')
    return {
      what: 'takeover after kill -9 of the leader, two consoles under load',
      measured: `leads after ${seconds(leads)} s, works after ${seconds(works)} s, ${lost.length} lost`,
      wanted: `≤ ${TAKEOVER_MS / 1000} s, none lost`,
      met: worst <= TAKEOVER_MS && lost.length === 0 && clients.wrong.length === 0,
      numbers: { worstLeadsMs: worst, worstWorksMs: Math.max(...works), lost: lost.length },
    }
  } finally {
    await servers.stop()
  }
}
