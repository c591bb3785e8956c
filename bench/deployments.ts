import { TestConsole } from '@/e2e/harness/console'
import { sendImage } from './image'
import { peakRssMiB, rssMiB } from './memory'
import { BenchPortal } from './portal'
import type { Figure } from './report'

const NODES = 1000
const AT_ONCE = 16
const MAX_CALLS = 3
const MAX_SECONDS = 300
const LOOK_MS = 200

/** A thousand deployments asked for in one call, over a thousand virtual nodes, until all are Running. */
export async function benchDeployments(): Promise<Figure[]> {
  const console_ = await TestConsole.start({ env: { LOG_LEVEL: 'debug' } })
  try {
    const portal = await BenchPortal.open(console_.url, console_.jwtSecret)
    const nodeNames = Array.from({ length: NODES }, (_, n) => `node ${n}`)
    await inParallel(nodeNames, async (name) => {
      await portal.call('node/createNode', { name, nodeType: 'Generic' })
      await portal.call('demo/joinVirtualNode', { name, arch: 'amd64' })
    })
    const online = async () => (await portal.call('node/listNode', { pageNum: 1, pageSize: 1, status: 'Online' })).total
    await until(async () => (await online()) === NODES)
    await sendImage(portal)
    await makeApplication(portal)

    const before = callsIn(console_.lines)
    const idleMiB = rssMiB(console_.pid)
    const started = performance.now()
    const { peakMiB } = await peakRssMiB(console_.pid, async () => {
      await portal.call('application/deployApplication', { appName: 'bench', version: 'v1', nodeNames })
      await until(async () => (await running(portal)) === NODES)
    })
    const seconds = (performance.now() - started) / 1000
    const calls = (callsIn(console_.lines) - before) / NODES
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

async function makeApplication(portal: BenchPortal): Promise<void> {
  const version = { appName: 'bench', version: 'v1' }
  await portal.call('application/createApplication', {
    ...version,
    archType: ['amd64'],
    orgName: 'bench',
    containerImage: 'app',
    containerImageVersion: '1',
    restartPolicy: 'Always',
    network: { type: 'Host' },
  })
  await portal.call('application/publishApplicationVersion', version)
}

async function running(portal: BenchPortal): Promise<number> {
  const which = { appName: 'bench', version: 'v1', status: 'Running' as const }
  return (await portal.call('application/listApplicationDeploy', { ...which, pageNum: 1, pageSize: 1 })).total
}

/** Requests that the console sent to the cluster, watches apart. */
function callsIn(lines: readonly string[]): number {
  return lines.filter((line) => line.includes('"cluster request"')).length
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items]
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + MAX_SECONDS * 1000
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${MAX_SECONDS} s`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
