import { DEPLOYMENTS } from '@/lib/cluster/resources'
import { DEPLOY_LABEL } from '@/lib/deployments/workload'
import { waitFor } from '@/lib/testing/wait'
import type { TestConsole } from '../harness/console'
import type { Random } from '../harness/random'
import type { Clients } from './clients'
import { NAMESPACE, type Servers } from './servers'

export const TAKEOVER_MS = 15_000
const FOUND_OUT_MS = 4 * TAKEOVER_MS

/** Both in milliseconds since the kill. */
export interface Takeover {
  /** Until the other console leads. */
  leads: number
  /** Until the cluster has the first workload by its hand. */
  works: number
}

const timesLed = ({ lines }: TestConsole) => lines.filter((line) => line.includes('"message":"leading"')).length

/** Kills the leader with kill -9 while `changes` deployments and undeployments are asked for, and starts it again. */
export async function takeover(servers: Servers, clients: Clients, changes: number, random: Random): Promise<Takeover> {
  const leader = await waitFor(() => servers.leader(), { what: 'one leads' })
  const other = servers.consoles.find((one) => one !== leader)
  if (!other) throw new Error('there is no other console')
  const ledBefore = timesLed(other)
  const work = clients.work(changes, random)
  const killedAt = performance.now()
  await leader.kill9()
  await waitFor(() => Promise.resolve(timesLed(other) > ledBefore), {
    what: 'the other leads',
    timeoutMs: FOUND_OUT_MS,
    everyMs: 20,
  })
  const leads = performance.now() - killedAt
  await firstChange(servers)
  const works = performance.now() - killedAt
  await leader.run()
  await work
  return { leads, works }
}

/** Waits until a workload of the cluster is made or changed. */
async function firstChange({ kube }: Servers): Promise<void> {
  const selection = { namespace: NAMESPACE, labelSelector: DEPLOY_LABEL }
  const signal = AbortSignal.timeout(FOUND_OUT_MS)
  const from = await kube.listPages(DEPLOYMENTS, selection, () => undefined, signal)
  for await (const { type } of kube.watch(DEPLOYMENTS, selection, from, { timeoutSeconds: 60, signal })) {
    if (type !== 'BOOKMARK') return
  }
  throw new Error('nothing changed in the cluster')
}
