import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NODES } from '@/lib/cluster/resources'
import { imageArchive } from '../harness/archive'
import type { Portal } from '../harness/portal'
import { uploaded } from '../harness/upload'
import { waitFor } from '../harness/wait'
import { differences } from './agreement'
import { APPS, Clients, IMAGE, NODE_NAMES, ORG, VERSIONS } from './clients'
import { Random } from './random'
import { Servers } from './servers'

const CHANGES = 200
const GAP_MS = [200, 2500] as const
const QUIET_MS = 90_000
const rounds = Number(process.env.FAULTS_ROUNDS || 3)
const seed = Number(process.env.FAULTS_SEED || randomInt(2 ** 31))
const seeds = Array.from({ length: rounds }, (_, n) => seed + n)

describe('what was answered holds, whatever is killed meanwhile', () => {
  let servers: Servers | undefined
  let clients: Clients

  beforeAll(async () => {
    process.stdout.write(`faults: --seed ${seed} --rounds ${rounds}\n`)
    const all = await Servers.start()
    servers = all
    clients = new Clients(() => all.portals())
    const [portal] = all.portals()
    if (portal) await makeWorld(all, portal, clients)
  })
  afterAll(async () => {
    await servers?.stop()
    const broken = (servers?.consoles ?? []).flatMap(({ lines }) =>
      lines.filter((line) => /"level":"fatal"|unhandledRejection|uncaughtException/.test(line)),
    )
    expect(broken).toEqual([])
  })

  test.each(seeds)('seed %i', async (own) => {
    if (!servers) throw new Error('the servers are started before the tests')
    const all = servers
    const random = new Random(own)
    const before = clients.unanswered
    let working = true
    const work = clients.work(CHANGES, random.fork()).finally(() => (working = false))
    const faults: string[] = []
    const trouble = async (ofFaults: Random) => {
      while (working) {
        await delay(ofFaults.between(...GAP_MS))
        if (working) faults.push(await all.fault(ofFaults))
      }
    }
    await Promise.all([work, trouble(random.fork())])
    await all.allWell(QUIET_MS)
    const startedAt = Date.now()
    let left: string[] = []
    const agree = async () => (left = await differences(all, clients)).length === 0
    await waitFor(agree, { what: 'all agree', timeoutMs: QUIET_MS, everyMs: 500 }).catch((error: unknown) => {
      throw new Error(`after ${faults.join('; ')}:\n${left.join('\n') || String((error as Error).cause)}`, {
        cause: error,
      })
    })
    process.stdout.write(
      `seed ${own}: ${CHANGES} changes, ${clients.unanswered - before} unanswered and asked again, agreed after ${Date.now() - startedAt} ms; ${faults.join('; ')}\n`,
    )
    expect(clients.wrong).toEqual([])
  })
})

/** Nodes that are known and never Ready, applications with their versions: what the changes are about. */
async function makeWorld({ kube }: Servers, portal: Portal, clients: Clients): Promise<void> {
  await portal.ok('image/createOrg', { orgName: ORG })
  for (const version of VERSIONS) {
    await uploaded(portal, { orgName: ORG, archive: await imageArchive({ tags: [`app:${version}`], salt: version }) })
  }
  await uploaded(portal, { orgName: ORG, archive: await imageArchive({ tags: [`${IMAGE}:t0`], salt: 't0' }) })
  clients.tags.add('t0')
  for (const appName of APPS) {
    for (const version of VERSIONS) {
      await portal.ok('application/createApplication', {
        appName,
        version,
        archType: ['amd64'],
        orgName: ORG,
        containerImage: 'app',
        containerImageVersion: version,
        restartPolicy: 'Always',
        network: { type: 'Host' },
      })
      await portal.ok('application/publishApplicationVersion', { appName, version })
    }
  }
  for (const name of NODE_NAMES) {
    const { node } = await portal.ok('node/createNode', { name, nodeType: 'Generic' })
    const labels = { 'node-role.kubernetes.io/edge': '', 'kubernetes.io/hostname': node.uniqueName }
    await kube.create(NODES, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: node.uniqueName, labels: { ...labels, 'kubernetes.io/arch': 'amd64' } },
      status: { nodeInfo: { architecture: 'amd64' } as never },
    })
  }
  const known = async () => {
    const { nodes } = await portal.ok('node/listNode', { pageNum: 1, pageSize: 100 })
    return nodes.length === NODE_NAMES.length && nodes.every(({ arch }) => arch === 'amd64')
  }
  await waitFor(known, { what: 'all nodes are known', timeoutMs: 60_000 })
}
