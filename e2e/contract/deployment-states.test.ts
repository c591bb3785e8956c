import { beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { imageArchive } from '../harness/archive'
import { suiteConsole } from '../harness/console'
import { uploaded } from '../harness/upload'
import { hasVirtualNodes, variant } from '../harness/variant'
import { World } from './world'

const theConsole = suiteConsole()
const portal = () => theConsole().portal({ uid: 1 })

let world: World
beforeAll(async () => {
  world = await World.make(portal())
  const labelled: [string, Record<string, string>, string?][] = [
    ['ends-well', { 'apulisedge.demo/run-seconds': '1', 'apulisedge.demo/exit-code': '0' }],
    ['ends-badly', { 'apulisedge.demo/run-seconds': '1', 'apulisedge.demo/exit-code': '3' }],
    ['for-arm', {}, 'arm64'],
  ]
  for (const [tag, labels, arch] of labelled) {
    await uploaded(portal(), {
      orgName: 'world',
      archive: await imageArchive({ tags: [`app:${tag}`], labels, salt: tag, arch }),
    })
  }
})

/** Every state that the deployment is seen in until it reaches the last, repetitions left out. */
async function statesUntil(appName: string, nodeName: string, last: string): Promise<string[]> {
  const seen: string[] = []
  const look = async () => {
    const status = (await world.deployment(appName, nodeName))?.status ?? 'none'
    if (seen.at(-1) !== status) seen.push(status)
    return status === last
  }
  await waitFor(look, { what: `${appName} on ${nodeName} is ${last}`, timeoutMs: 45_000, everyMs: 5 })
  return seen
}

// Each has a node of its own, and most of the time is the cluster's: together they take a third of it.
describe.skipIf(!hasVirtualNodes('the states of deployments')).concurrent('a deployment', () => {
  test('goes from Init to Deploying to Running, and through Deleting away', async () => {
    await world.node('states')
    await world.published('states', 'v1')
    await world.deploy('states', 'v1', 'states')
    const up = await statesUntil('states', 'states', 'Running')
    expect(['Init', 'Deploying']).toContain(up[0])
    expect(up.slice(-2)).toEqual(['Deploying', 'Running'])
    expect(up).not.toContain('Abnormal')
    await world.undeploy('states', 'v1', 'states')
    const down = await statesUntil('states', 'states', 'none')
    expect(down.filter((status) => status !== 'none' && status !== 'Deleting')).toEqual([])
  })

  test('that is updated is never Abnormal on the way', async () => {
    await world.node('updating')
    for (const version of ['v1', 'v2']) await world.published('updating', version)
    await world.deploy('updating', 'v1', 'updating')
    await world.deploymentWith('updating', 'updating', 'Running')
    await world.deploy('updating', 'v2', 'updating')
    const seen = await statesUntil('updating', 'updating', 'Running')
    expect(seen.filter((status) => !['UpdateInit', 'Deploying', 'Running'].includes(status))).toEqual([])
  })

  test('updated from an always running application to one that ends, and back', async () => {
    await world.node('both-kinds')
    await world.published('both-kinds', 'service')
    await world.published('both-kinds', 'job', { restartPolicy: 'Never', containerImageVersion: 'ends-well' })
    await world.deploy('both-kinds', 'service', 'both-kinds')
    await world.deploymentWith('both-kinds', 'both-kinds', 'Running')
    await world.deploy('both-kinds', 'job', 'both-kinds')
    await world.deploymentWith('both-kinds', 'both-kinds', 'Completed')
    await world.deploy('both-kinds', 'service', 'both-kinds')
    await world.deploymentWith('both-kinds', 'both-kinds', 'Running')
    await world.undeploy('both-kinds', 'service', 'both-kinds')
    await world.gone('both-kinds', 'both-kinds')
  })

  test.each(['Never', 'OnFailure'] as const)(
    'with restartPolicy %s that ends well is Completed',
    async (restartPolicy) => {
      const name = `completed-${restartPolicy}`
      await world.node(name)
      await world.published(name, 'v1', { restartPolicy, containerImageVersion: 'ends-well' })
      await world.deploy(name, 'v1', name)
      expect(await world.deploymentWith(name, name, 'Completed')).toMatchObject({ reason: '' })
      await world.undeploy(name, 'v1', name)
      await world.gone(name, name)
    },
  )

  test.each(['Never', 'OnFailure'] as const)(
    'with restartPolicy %s that ends badly is Abnormal and says why',
    async (restartPolicy) => {
      const name = `failed-${restartPolicy}`
      await world.node(name)
      await world.published(name, 'v1', { restartPolicy, containerImageVersion: 'ends-badly' })
      await world.deploy(name, 'v1', name)
      const { reason } = await world.deploymentWith(name, name, 'Abnormal')
      expect(reason).not.toBe('')
    },
  )

  test('whose image does not fit the machine keeps trying, and says why', async () => {
    await world.node('unfit')
    await world.published('unfit', 'v1', { containerImageVersion: 'for-arm' })
    await world.deploy('unfit', 'v1', 'unfit')
    const look = async () => (await world.deployment('unfit', 'unfit'))?.reason.match(/no match for platform/)
    await waitFor(async () => (await look()) !== null && (await look()) !== undefined, {
      what: 'the reason is told',
      timeoutMs: 40_000,
    })
    expect(['Deploying', 'Abnormal']).toContain((await world.deployment('unfit', 'unfit'))?.status)
    await world.undeploy('unfit', 'v1', 'unfit')
    await world.gone('unfit', 'unfit')
  })

  test('on a node that loses power is Abnormal, and Running again with it', async () => {
    await world.node('outage')
    await world.published('outage', 'v1')
    await world.deploy('outage', 'v1', 'outage')
    const before = await world.deploymentWith('outage', 'outage', 'Running')
    await portal().ok('demo/stopVirtualNode', { name: 'outage' })
    await world.deploymentWith('outage', 'outage', 'Abnormal')
    // Kubernetes tells of pods and of nodes apart: that the pod is not ready may come first.
    const saysWhy = async () => (await world.deployment('outage', 'outage'))?.reason.includes('offline')
    await waitFor(saysWhy, { what: 'the deployment says that its node is offline' })
    await portal().ok('demo/startVirtualNode', { name: 'outage' })
    const after = await world.deploymentWith('outage', 'outage', 'Running')
    expect(after.deployUUID).toBe(before.deployUUID)
    expect(after.reason).toBe('')
  })

  test('can be asked for while the node is off, and starts with it', async () => {
    await world.node('asleep')
    await portal().ok('demo/stopVirtualNode', { name: 'asleep' })
    await world.nodeWith('asleep', 'Offline')
    await world.published('asleep', 'v1')
    expect(await world.deploy('asleep', 'v1', 'asleep')).toBe('OK')
    await world.deploymentWith('asleep', 'asleep', 'Deploying')
    await portal().ok('demo/startVirtualNode', { name: 'asleep' })
    await world.deploymentWith('asleep', 'asleep', 'Running')
  })

  test('can be taken off a node that is off', async () => {
    await world.node('gone-off')
    await world.published('gone-off', 'v1')
    await world.deploy('gone-off', 'v1', 'gone-off')
    await world.deploymentWith('gone-off', 'gone-off', 'Running')
    await portal().ok('demo/stopVirtualNode', { name: 'gone-off' })
    await world.nodeWith('gone-off', 'Offline')
    await world.undeploy('gone-off', 'v1', 'gone-off')
    await world.gone('gone-off', 'gone-off')
    await portal().ok('node/deleteNode', { name: 'gone-off' })
  })
})

describe.skipIf(variant.kubeconfig !== undefined)('a deployment over a restart', () => {
  test('survives a restart of the console', async () => {
    await world.node('restarted')
    await world.published('restarted', 'v1')
    await world.deploy('restarted', 'v1', 'restarted')
    const before = await world.deploymentWith('restarted', 'restarted', 'Running')
    await theConsole().restart()
    expect(await world.deploymentWith('restarted', 'restarted', 'Running')).toMatchObject({
      id: before.id,
      deployUUID: before.deployUUID,
    })
  })

  test('asked for right before a restart is made after it', async () => {
    await world.node('in-flight')
    await world.published('in-flight', 'v1')
    await world.deploy('in-flight', 'v1', 'in-flight')
    await theConsole().restart()
    await world.deploymentWith('in-flight', 'in-flight', 'Running')
    await world.undeploy('in-flight', 'v1', 'in-flight')
    await theConsole().restart()
    await world.gone('in-flight', 'in-flight')
  })
})
