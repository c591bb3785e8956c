import { TestConsole } from '@/e2e/harness/console'
import { eachOf } from '@/lib/testing/each-of'
import { waitFor } from '@/lib/testing/wait'
import { countCalls, makeApplication } from './application'
import { sendImage } from './image'
import { peakRssMiB, rssMiB } from './memory'
import { BenchPortal } from './portal'
import type { Figure } from './report'

const NODES = 1000
const AT_ONCE = 16
const MAX_CALLS = 3
const BOUND = { timeoutMs: 300_000, everyMs: 200 }

/** A thousand deployments asked for in one call, over a thousand virtual nodes, until all are Running. */
export async function benchDeployments(): Promise<Figure[]> {
  const console_ = await TestConsole.start({ env: { LOG_LEVEL: 'debug' } })
  try {
    const portal = await BenchPortal.open(console_.url, console_.jwtSecret)
    const nodeNames = Array.from({ length: NODES }, (_, n) => `node ${n}`)
    await eachOf(nodeNames, AT_ONCE, async (name) => {
      await portal.call('node/createNode', { name, nodeType: 'Generic' })
      await portal.call('demo/joinVirtualNode', { name, arch: 'amd64' })
    })
    const online = async () => (await portal.call('node/listNode', { pageNum: 1, pageSize: 1, status: 'Online' })).total
    await waitFor(async () => (await online()) === NODES, { ...BOUND, what: 'all nodes are Online' })
    await sendImage(portal)
    await makeApplication((path, content) => portal.call(path, content))

    const callsSince = countCalls(console_)
    const idleMiB = rssMiB(console_.pid)
    const started = performance.now()
    const { peakMiB } = await peakRssMiB(console_.pid, async () => {
      await portal.call('application/deployApplication', { appName: 'bench', version: 'v1', nodeNames })
      await waitFor(async () => (await running(portal)) === NODES, { ...BOUND, what: 'all are Running' })
    })
    const seconds = (performance.now() - started) / 1000
    const calls = callsSince() / NODES
    const measured = `${seconds.toFixed(1)} s (5 s of it minReadySeconds), ${calls.toFixed(2)} API calls each, memory ${Math.round(idleMiB)} → ${Math.round(peakMiB)} MiB`
    const numbers = { seconds, callsPerDeployment: calls, idleMiB, peakMiB }
    return [
      {
        what: '1,000 deployments → all Running',
        measured,
        wanted: `≤ ${MAX_CALLS} calls each`,
        met: calls <= MAX_CALLS,
        numbers,
      },
    ]
  } finally {
    await console_.stop()
  }
}

async function running(portal: BenchPortal): Promise<number> {
  const which = { appName: 'bench', version: 'v1', status: 'Running' as const }
  return (await portal.call('application/listApplicationDeploy', { ...which, pageNum: 1, pageSize: 1 })).total
}
