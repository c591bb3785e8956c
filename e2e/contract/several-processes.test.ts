import { randomBytes, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { KubeClient } from '@/lib/cluster/client'
import type { NodeObject } from '@/lib/cluster/kinds'
import { NODES } from '@/lib/cluster/resources'
import { Postgres } from '@/lib/testing/postgres'
import { waitFor } from '@/lib/testing/wait'
import { imageArchive } from '../harness/archive'
import { TestConsole } from '../harness/console'
import { EventStream } from '../harness/event-stream'
import { HeldRegistry } from '../harness/held-registry'
import { Portal } from '../harness/portal'
import { ServerStack } from '../harness/server-stack'
import { pullWithSkopeo } from '../harness/skopeo'
import { sendUpload, uploaded } from '../harness/upload'
import { variant } from '../harness/variant'

const TAKEOVER_MS = 15_000
const isPostgres = variant.database === 'postgresql'
if (!isPostgres) process.stdout.write('skipped: several processes on one database, as this runs on SQLite\n')

describe.skipIf(!isPostgres)('two consoles on one PostgreSQL', () => {
  const secret = randomBytes(32).toString('hex')
  const streams: EventStream[] = []
  const servers = new ServerStack()
  let registry: HeldRegistry
  let kube: KubeClient
  let first: TestConsole
  let second: TestConsole

  beforeAll(async () => {
    // Its embedded cluster is what the two work on.
    const host = await servers.start(TestConsole.start())
    registry = await servers.start(HeldRegistry.start())
    const postgres = await servers.start(Postgres.start())
    const kubeconfig = path.join(host.dataDir, 'kubeconfig.yaml')
    kube = KubeClient.fromFile(kubeconfig)
    const env = {
      DATABASE_URL: postgres.url,
      KUBECONFIG: kubeconfig,
      CLOUDCORE_ADDRESS: '192.0.2.10',
      ...registry.env,
      JWT_SECRET: secret,
    }
    first = await servers.start(TestConsole.start({ env }))
    second = await servers.start(TestConsole.start({ env }))
  })
  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close()
  })
  afterAll(async () => {
    kube?.close()
    await servers.stop()
  })

  const portalOf = ({ url }: TestConsole) => new Portal(url, secret, { uid: 1 })
  const leads = ({ lines }: TestConsole) => lines.filter((line) => line.includes('"message":"leading"')).length

  async function listenTo(one: TestConsole): Promise<EventStream> {
    const stream = await EventStream.open(one.url, { authorization: `Bearer ${await portalOf(one).token()}` })
    streams.push(stream)
    return stream
  }

  /** A machine that joins, as far as Kubernetes shows it. */
  async function joins(name: string): Promise<NodeObject> {
    const { node } = await portalOf(first).ok('node/desNode', { name })
    return kube.create(NODES, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: node.uniqueName, labels: { 'node-role.kubernetes.io/edge': '' } },
    })
  }

  const statusSeenBy = (one: TestConsole, name: string, status: string, timeoutMs = 20_000) =>
    waitFor(async () => (await portalOf(one).ok('node/desNode', { name })).node.status === status, {
      what: `${name} is ${status} for ${one.url}`,
      timeoutMs,
    })

  test('one leads, and both tell what was asked of either', async () => {
    await waitFor(() => Promise.resolve(leads(first) + leads(second) === 1), { what: 'one leads' })
    const heard = [await listenTo(first), await listenTo(second)]
    const { node } = await portalOf(first).ok('node/createNode', { name: 'shared', nodeType: 'Generic' })
    for (const stream of heard) {
      await stream.next(
        ({ event, data }) => event === 'changed' && (data as { ids: number[] }).ids.includes(node.id),
        'the stream is told',
        2000,
      )
    }
    await joins('shared')
    for (const one of [first, second]) await statusSeenBy(one, 'shared', 'Offline')
  })

  test('when the leader is killed, the other leads; when that one ends in order, the first at once', async () => {
    const [leader, other] = leads(first) > 0 ? [first, second] : [second, first]
    await portalOf(other).ok('node/createNode', { name: 'late', nodeType: 'Generic' })
    await leader.kill9()
    const killedAt = Date.now()
    await waitFor(() => Promise.resolve(leads(other) === 1), { what: 'the other leads', timeoutMs: TAKEOVER_MS })
    process.stdout.write(`several processes: the other led ${Date.now() - killedAt} ms after kill -9\n`)
    await leader.run()
    await joins('late')
    for (const one of [first, second]) await statusSeenBy(one, 'late', 'Offline')
    expect([leads(leader), leads(other)]).toEqual([1, 1])

    await other.restart()
    await waitFor(() => Promise.resolve(leads(leader) === 2), { what: 'the first leads again', timeoutMs: 5000 })
  })

  const progressSeenBy = async (one: TestConsole, uploadId: string) =>
    (await portalOf(one).ok('image/describeUpload', { uploadId })).upload

  const isHeld = () => waitFor(() => Promise.resolve(registry.held.length > 0), { what: 'the registry holds the push' })

  async function versionsSeenBy(one: TestConsole, orgName: string) {
    const page = { pageNum: 1, pageSize: 10, orgName, imageName: 'app' }
    return (await portalOf(one).ok('image/listImageVersion', page)).imageVersions
  }

  test('how far an upload is that one of them takes, the other tells as well', async () => {
    await portalOf(first).ok('image/createOrg', { orgName: 'seen' })
    const uploadId = randomUUID()
    registry.hold(/^PUT .*\/manifests\//)
    const archive = await imageArchive({ tags: ['app:1'], salt: 'seen' })
    const upload = uploaded(portalOf(first), { orgName: 'seen', archive, uploadId })
    await isHeld()
    const pushed = await waitFor(
      async () => {
        const seen = await progressSeenBy(second, uploadId)
        return seen.blobsDone === 2 && seen
      },
      { what: 'the other tells that both blobs are pushed', timeoutMs: 5000 },
    )
    expect(pushed).toMatchObject({ phase: 'pushing', blobCount: 2, images: [{ imageName: 'app', imageVersion: '1' }] })
    expect(pushed.sentBytes).toBe(pushed.totalBytes)
    registry.release()
    await upload
    const isDone = async () => (await progressSeenBy(second, uploadId)).phase === 'done'
    await waitFor(isDone, { what: 'the other tells that it is done', timeoutMs: 5000 })
    expect(await versionsSeenBy(second, 'seen')).toMatchObject([{ imageVersion: '1' }])
  })

  test('one that is killed in the middle of a push leaves nothing half done', async () => {
    await portalOf(first).ok('image/createOrg', { orgName: 'killed' })
    const uploadId = randomUUID()
    const archive = await imageArchive({ tags: ['app:1'], salt: 'killed' })
    const spool = () => readdir(path.join(second.dataDir, 'spool'))
    registry.hold(/^PUT .*\/blobs\//)
    const cutOff = sendUpload(portalOf(second), { orgName: 'killed', archive, uploadId }).catch(() => 'cut off')
    await isHeld()
    expect(await spool()).toHaveLength(1)
    const isSeen = async () => (await progressSeenBy(first, uploadId)).phase === 'pushing'
    await waitFor(isSeen, { what: 'the other tells of the push', timeoutMs: 5000 })
    await second.kill9()
    expect(await cutOff).toBe('cut off')
    registry.release()
    const none = { total: 0, images: [] }
    expect(await portalOf(first).ok('image/listImage', { pageNum: 1, pageSize: 10, orgName: 'killed' })).toEqual(none)

    const killedAt = Date.now()
    await uploaded(portalOf(first), { orgName: 'killed', archive })
    process.stdout.write(`several processes: uploaded again ${Date.now() - killedAt} ms after kill -9\n`)
    const isOver = async () => (await progressSeenBy(first, uploadId)).cutOff === true
    await waitFor(isOver, { what: 'the other tells that it was cut off' })

    expect(await spool()).toHaveLength(1)
    await second.run()
    expect(await spool()).toEqual([])
    await uploaded(portalOf(second), { orgName: 'killed', archive })
    const versions = await versionsSeenBy(second, 'killed')
    expect(versions).toHaveLength(1)
    for (const { DownloadCommand, digest } of versions) {
      expect((await pullWithSkopeo(DownloadCommand.replace('docker pull ', ''))).digest).toBe(digest)
    }
  })
})
