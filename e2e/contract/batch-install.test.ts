import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ARCH, startDownloads } from '@/lib/batch/testing/downloads'
import { TestMachine, USERS, whyNoMachine } from '@/lib/batch/testing/machine'
import { freePort } from '@/lib/testing/free-port'
import { waitFor } from '@/lib/testing/wait'
import { CSV_HEADER, csvTaken } from '../harness/batch-csv'
import { TestConsole } from '../harness/console'
import type { Portal } from '../harness/portal'
import { variant } from '../harness/variant'
import { page } from './world'

const PASSWORD = 'pass-word-that-must-not-be-seen'
const CONCURRENCY = 5
const MANY = 30
const reason =
  whyNoMachine() ?? (variant.kubeconfig === undefined ? undefined : 'virtual nodes are the embedded cluster’s')
if (reason !== undefined) process.stdout.write(`skipped: batch installs over SSH, as ${reason}\n`)

describe.skipIf(reason !== undefined)('a batch install over SSH', () => {
  let downloads: Awaited<ReturnType<typeof startDownloads>>
  let console_: TestConsole
  let portal: Portal
  const machines: TestMachine[] = []

  beforeAll(async () => {
    downloads = await startDownloads()
    console_ = await TestConsole.start({ env: { ...downloads.env, INSTALL_CONCURRENCY: String(CONCURRENCY) } })
    portal = console_.portal({ uid: 1 })
  })
  afterEach(async () => {
    await Promise.all(machines.splice(0).map((machine) => machine.stop()))
  })
  afterAll(async () => {
    await console_.stop()
    await downloads.stop()
    expect(console_.errors()).toEqual([])
    expect(console_.lines.filter((line) => line.includes(PASSWORD))).toEqual([])
  })

  /** Machines at addresses of their own, at one port. */
  async function start(count: number, settings: string[] = []): Promise<TestMachine[]> {
    const port = await freePort()
    const made = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        TestMachine.start({ ip: `127.0.0.${i + 1}`, port, password: PASSWORD, settings }),
      ),
    )
    machines.push(...made)
    return made
  }

  let batches = 0
  interface Line {
    machine: TestMachine
    user?: string
    password?: string
  }

  /** A batch of these machines, with the names of its nodes. */
  async function draft(lines: Line[]) {
    const { batchID } = await portal.ok('node/batch', {})
    const prefix = `b${(batches += 1)}`
    const names = lines.map((_, i) => `${prefix}-${i + 1}`)
    const rows = lines.map(({ machine, user = USERS.root, password = PASSWORD }, i) => {
      const { ip, port } = machine.options
      return `${names[i]},Generic,${ARCH},${ip},${port},${user},${password}`
    })
    expect(await csvTaken(portal, { batchID, csv: [CSV_HEADER, ...rows].join('\n') })).toEqual({
      batchID,
      count: lines.length,
    })
    return { batchID, names, name: names[0] ?? '' }
  }

  async function only(settings: string[] = []): Promise<TestMachine> {
    const [machine] = await start(1, settings)
    if (!machine) throw new Error('no machine was started')
    return machine
  }

  async function confirmed(lines: Line[]) {
    const made = await draft(lines)
    await portal.ok('node/batchresult', { batchID: made.batchID })
    return made
  }

  const nodesOf = async (batchID: number) => (await portal.ok('node/listBatchNode', { batchID, ...page })).nodes
  const one = (batchID: number, name: string) => portal.ok('node/describeBatchNode', { batchID, name })

  async function until(batchID: number, name: string, status: string) {
    const look = async () => {
      const { node, output } = await one(batchID, name)
      return node.status === status && { ...node, output }
    }
    return waitFor(look, { what: `${name} is ${status}`, timeoutMs: 40_000 }).catch(async (error: unknown) => {
      throw new Error(JSON.stringify(await one(batchID, name)), { cause: error })
    })
  }

  const happened = async (nodeName: string) =>
    (await portal.ok('activity/listActivity', { ...page, kind: 'node', nodeName })).activities

  test('makes the nodes, installs them, and each comes online', async () => {
    const machine = await only()
    const { batchID, name } = await draft([{ machine }])
    expect(await portal.ok('node/batchresult', { batchID })).toBe('OK')
    const { node } = await portal.ok('node/desNode', { name })
    expect(node.status).toBe('Installing')
    const installed = await until(batchID, name, 'Joining')
    expect(installed.output).toContain('==> done')
    expect(installed).toMatchObject({ errMsg: '', failure: null, attempts: 1, hasCredentials: false })
    expect(await machine.joined()).toEqual([node.uniqueName])
    await portal.ok('demo/joinVirtualNode', { name, arch: ARCH })
    await until(batchID, name, 'Installed')
    expect((await portal.ok('node/desNode', { name })).node.status).toBe('Online')
    expect((await portal.ok('node/describeBatch', { batchID })).batch).toMatchObject({
      status: 'Finished',
      nodeCount: 1,
    })
    const shown = [await one(batchID, name), await portal.ok('node/listBatch', page), await nodesOf(batchID)]
    expect(JSON.stringify(shown)).not.toContain(PASSWORD)
  })

  test('installs many, no more at a time than it may', async () => {
    const many = await start(MANY)
    const { batchID } = await draft(
      many.map((machine, i) => ({ machine, user: [USERS.root, USERS.sudoer][i % 2] ?? '' })),
    )
    for (const machine of many) await machine.behave('sleep 0.2')
    await portal.ok('node/batchresult', { batchID })
    let most = 0
    const look = async () => {
      const { batch } = await portal.ok('node/describeBatch', { batchID })
      most = Math.max(most, batch.counts.Installing)
      return batch.counts.Joining + batch.counts.Failed === MANY && batch
    }
    const batch = await waitFor(look, { what: 'all scripts have ended', timeoutMs: 55_000 })
    expect(batch.counts).toMatchObject({ Joining: MANY, Failed: 0 })
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(CONCURRENCY)
    expect(await Promise.all(many.map(async (machine) => (await machine.joined()).length))).toEqual(many.map(() => 1))
  })

  test('is told in plain words what failed, and tries again with another password', async () => {
    const machine = await only()
    const { batchID, name } = await confirmed([{ machine, password: 'not-the-password' }])
    const failed = await until(batchID, name, 'Failed')
    expect(failed).toMatchObject({ failure: { name: 'wrongPassword', params: { user: 'root' } }, hasCredentials: true })
    expect((await portal.ok('node/desNode', { name })).node.status).toBe('NotInstalled')
    await portal.ok('node/changeBatchNode', { batchID, name, password: PASSWORD })
    expect(await portal.ok('node/retryBatch', { batchID })).toEqual({ retried: 1 })
    expect((await portal.ok('node/desNode', { name })).node.status).toBe('Installing')
    expect(await until(batchID, name, 'Joining')).toMatchObject({ attempts: 2, failure: null })
  })

  test('signs in with one private key for all', async () => {
    const machine = await only()
    const { batchID } = await portal.ok('node/batch', {})
    const { ip, port } = machine.options
    const name = 'by-key'
    const csv = `${CSV_HEADER}\n${name},Generic,${ARCH},${ip},${port},${USERS.free},`
    await csvTaken(portal, { batchID, csv, privateKey: await machine.privateKey })
    expect((await portal.ok('node/describeBatch', { batchID })).batch.hasPrivateKey).toBe(true)
    await portal.ok('node/batchresult', { batchID })
    await until(batchID, name, 'Joining')
    expect((await portal.ok('node/describeBatch', { batchID })).batch.hasPrivateKey).toBe(false)
  })

  test('takes a password for sudo besides the private key of all', async () => {
    const machine = await only(['PasswordAuthentication no'])
    const { batchID } = await portal.ok('node/batch', {})
    const { ip, port } = machine.options
    const name = 'by-key-with-sudo'
    const csv = `${CSV_HEADER}\n${name},Generic,${ARCH},${ip},${port},${USERS.sudoer},`
    await csvTaken(portal, { batchID, csv, privateKey: await machine.privateKey })
    await portal.ok('node/batchresult', { batchID })
    expect(await until(batchID, name, 'Failed')).toMatchObject({ failure: { name: 'sudoPassword' } })
    await portal.ok('node/changeBatchNode', { batchID, name, password: PASSWORD })
    await portal.ok('node/retryBatch', { batchID })
    await until(batchID, name, 'Joining')
  })

  test('refuses a machine whose host key has changed, until the new one is accepted', async () => {
    const machine = await only()
    const before = machine.fingerprint
    const first = await confirmed([{ machine }])
    await until(first.batchID, first.name, 'Joining')
    await machine.switchOff()
    await machine.renewHostKey()
    await machine.switchOn()
    const { batchID, name } = await confirmed([{ machine }])
    const { failure, errMsg } = await until(batchID, name, 'Failed')
    expect(failure).toMatchObject({ name: 'hostKeyChanged', params: { old: before, new: machine.fingerprint } })
    expect(errMsg).toContain(before)
    expect(errMsg).toContain(machine.fingerprint)
    const wrong = await portal.refusal('node/acceptHostKey', { batchID, name, fingerprint: before })
    expect(wrong).toMatchObject({ data: { reason: 'hostKeyOther' } })
    await portal.ok('node/acceptHostKey', { batchID, name, fingerprint: machine.fingerprint })
    expect(await happened(name)).toContainEqual(
      expect.objectContaining({ action: 'hostKeyAccepted', actor: 'portal', reason: machine.fingerprint }),
    )
    await portal.ok('node/retryBatch', { batchID, names: [name] })
    await until(batchID, name, 'Joining')
  })

  test('ends what is cancelled, on the machine too', async () => {
    const machine = await only()
    await machine.behave('echo waiting; sleep 300; echo never')
    const { batchID, name } = await confirmed([{ machine }])
    await waitFor(async () => (await one(batchID, name)).output.includes('waiting'), { what: 'its output is shown' })
    expect(await portal.refusal('node/deleteBatch', { batchID })).toMatchObject({ data: { reason: 'batchRunning' } })
    expect(await portal.refusal('node/deleteBatchNode', { batchID, name })).toMatchObject({ code: 30000 })
    expect(await portal.ok('node/cancelBatch', { batchID, names: [name] })).toEqual({ cancelled: 1 })
    expect((await happened(name))[0]).toMatchObject({ action: 'installCancelled', actor: 'portal' })
    expect((await portal.ok('node/desNode', { name })).node.status).toBe('NotInstalled')
    await waitFor(async () => !(await machine.runs('sleep 300')), { what: 'nothing of it runs' })
    expect(await machine.joined()).toEqual([])
    await machine.behave('')
    await portal.ok('node/retryBatch', { batchID })
    await until(batchID, name, 'Joining')
  })

  test('says so where the connection is lost', async () => {
    const machine = await only()
    await machine.behave('echo waiting; sleep 300')
    const { batchID, name } = await confirmed([{ machine }])
    await waitFor(async () => (await one(batchID, name)).output.includes('waiting'), { what: 'its output is shown' })
    await machine.switchOff()
    expect((await until(batchID, name, 'Failed')).failure?.name).toBe('connectionLost')
  })

  test('stops where its node is deleted', async () => {
    const machine = await only()
    await machine.behave('echo waiting; sleep 300')
    const { batchID, name } = await confirmed([{ machine }])
    await waitFor(async () => (await one(batchID, name)).output.includes('waiting'), { what: 'its output is shown' })
    await portal.ok('node/deleteNode', { name })
    expect((await until(batchID, name, 'Failed')).failure?.name).toBe('nodeDeleted')
    await waitFor(async () => !(await machine.runs('sleep 300')), { what: 'nothing of it runs' })
  })

  test('goes on after the console was killed in the middle of it', async () => {
    const machine = await only()
    await machine.behave('echo waiting; sleep 300')
    const { batchID, name } = await confirmed([{ machine }])
    await waitFor(async () => (await one(batchID, name)).output.includes('waiting'), { what: 'its output is shown' })
    await console_.kill9()
    await waitFor(async () => !(await machine.runs('sleep 300')), { what: 'what it ran has ended with it' })
    await machine.behave('')
    await console_.run()
    expect(await until(batchID, name, 'Joining')).toMatchObject({ attempts: 2 })
    expect(await readdir(path.join(console_.dataDir, 'ssh'))).toEqual([])
  })

  test('keeps nothing of a password that a copy of its files would show', async () => {
    const machine = await only()
    const { batchID, name } = await confirmed([{ machine, password: `${PASSWORD}-wrong` }])
    await until(batchID, name, 'Failed')
    for (const file of await readdir(console_.dataDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      const bytes = await readFile(path.join(file.parentPath, file.name))
      expect(bytes.includes(PASSWORD), file.name).toBe(false)
    }
  })
})
