import { randomInt, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { contentText, envelopeOf, type Answer } from '../harness/answer'
import { imageArchive } from '../harness/archive'
import { suiteConsole } from '../harness/console'
import { Random } from '../harness/random'
import { pullWithSkopeo } from '../harness/skopeo'
import { sendUpload } from '../harness/upload'
import { hasVirtualNodes } from '../harness/variant'
import { World } from './world'

const ROUNDS = 3
const seed = Number(process.env.CRASH_SEED || randomInt(2 ** 31))
process.stdout.write(`crash: CRASH_SEED=${seed}\n`)

const random = new Random(seed)

const theConsole = suiteConsole()
const portal = () => theConsole().portal({ uid: 1 })

interface Sent {
  path: string
  content: Record<string, unknown>
  msgId: string
  /** Undefined where the console was gone before it answered. */
  answer: Answer | undefined
}

/** Sends messages from several callers, kills the console in the midst of it, starts it again; answers what was sent. */
async function killedDuring(next: () => Pick<Sent, 'path' | 'content'>): Promise<Sent[]> {
  const sent: Sent[] = []
  let isOver = false
  const caller = async () => {
    while (!isOver) {
      const message = { ...next(), msgId: randomUUID() }
      const answer = await portal()
        .call(message.path, message.content, message.msgId)
        .catch(() => undefined)
      sent.push({ ...message, answer })
    }
  }
  const callers = Array.from({ length: 6 }, caller)
  const hasBegun = () => Promise.resolve(sent.some(({ answer }) => answer))
  await waitFor(hasBegun, { what: 'the first answer', everyMs: 2 })
  await delay(random.next() * 400) // the moment of the crash is what is random here
  await theConsole().kill9()
  isOver = true
  await Promise.all(callers)
  await theConsole().run()
  return sent
}

/** Every answer that was given stands; what was not answered is carried out once, now or then. */
async function replayAll(sent: readonly Sent[]): Promise<void> {
  for (const { path, content, msgId, answer } of sent) {
    const replay = await portal().call(path, content, msgId)
    if (answer) expect(contentText(replay)).toBe(contentText(answer))
    else expect(envelopeOf(replay).content.code, replay.text).toBe(0)
  }
}

async function allNames(list: (pageNum: number) => Promise<{ total: number; names: string[] }>): Promise<string[]> {
  const names: string[] = []
  for (let pageNum = 1; ; pageNum++) {
    const page = await list(pageNum)
    names.push(...page.names)
    if (names.length >= page.total || page.names.length === 0) return names
  }
}

const nodeNames = (search: string) =>
  allNames(async (pageNum) => {
    const { total, nodes } = await portal().ok('node/listNode', { pageNum, pageSize: 1000, search })
    return { total, names: nodes.map(({ name }) => name) }
  })

describe('killed while it makes records', () => {
  test.each(Array.from({ length: ROUNDS }, (_, i) => i))(
    'round %i: each is there once, and a replay gets the first answer',
    async (round) => {
      let count = 0
      const prefix = `made-${round}-`
      const sent = await killedDuring(() => ({
        path: 'node/createNode',
        content: { name: `${prefix}${count++}.`, nodeType: 'Generic' },
      }))
      const answered = sent.filter(({ answer }) => answer).map(({ content }) => content.name)
      expect(answered.length).toBeGreaterThan(0)
      const kept = await nodeNames(prefix)
      expect(kept).toEqual(expect.arrayContaining(answered))
      await replayAll(sent)
      const names = await nodeNames(prefix)
      expect(new Set(names).size).toBe(names.length)
      expect(names.sort()).toEqual(sent.map(({ content }) => content.name).sort())
    },
  )
})

describe('killed while it deletes', () => {
  test('what was answered is gone, the rest can still be deleted', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `gone-${i}.`)
    for (const name of names) await portal().ok('node/createNode', { name, nodeType: 'Generic' })
    const left = [...names]
    const sent = await killedDuring(() => ({ path: 'node/deleteNode', content: { name: left.pop() ?? 'none left' } }))
    const known = sent.filter(({ content }) => content.name !== 'none left')
    await replayAll(known.filter(({ answer }) => answer))
    const isGone = async () =>
      (await nodeNames('gone-')).every((name) => !known.some(({ answer, content }) => answer && content.name === name))
    await waitFor(isGone, { what: 'what was deleted is gone' })
  })
})

describe.skipIf(!hasVirtualNodes('crashes during deployments'))('killed while it deploys', () => {
  let world: World
  const nodes = ['crash-1', 'crash-2', 'crash-3', 'crash-4']
  beforeAll(async () => {
    world = await World.make(portal())
    await Promise.all(nodes.map((name) => world.node(name)))
  })

  test.each(Array.from({ length: ROUNDS }, (_, i) => i))(
    'round %i: everything that was asked for runs, once',
    async (round) => {
      const apps = Array.from({ length: 12 }, (_, i) => `app-${round}-${i}`)
      for (const app of apps) {
        await world.published(app, 'v1')
        await world.published(app, 'v2')
      }
      const work = apps.flatMap((appName) => ['v1', 'v2'].map((version) => ({ appName, version, nodeNames: nodes })))
      let next = 0
      const sent = await killedDuring(() => {
        const content = work[next++]
        if (content) return { path: 'application/deployApplication', content }
        return { path: 'node/listType', content: {} }
      })
      const deploys = sent.filter(({ path }) => path === 'application/deployApplication')
      await replayAll(deploys.filter(({ answer }) => answer))
      for (const { path, content, msgId, answer } of deploys) {
        if (!answer) await portal().call(path, content, msgId)
      }
      for (const appName of new Set(deploys.map(({ content }) => content.appName as string))) {
        for (const node of nodes) await world.deploymentWith(appName, node, 'Running', 60_000)
      }
      const { appDeploys } = await portal().ok('application/listNodeDeploy', {
        pageNum: 1,
        pageSize: 1000,
        name: 'crash-1',
      })
      const here = appDeploys.map(({ appName }) => appName)
      expect(new Set(here).size).toBe(here.length)
    },
    180_000,
  )
})

describe('killed while it takes an image in', () => {
  test.each(Array.from({ length: ROUNDS }, (_, i) => i))(
    'round %i: a recorded image can be pulled, and the spool is clean',
    async (round) => {
      const orgName = `crash-${round}`
      await portal().ok('image/createOrg', { orgName })
      const archives = await Promise.all(
        Array.from({ length: 6 }, (_, i) => imageArchive({ tags: [`app:${i}`], salt: `${round} ${i}` })),
      )
      const uploads = archives.map((archive) => sendUpload(portal(), { orgName, archive }).catch(() => undefined))
      await delay(random.next() * 120)
      await theConsole().kill9()
      const answers = await Promise.all(uploads)
      await theConsole().run()
      await waitFor(
        async () => (await readdir(path.join(theConsole().dataDir, 'spool')).catch(() => [])).length === 0,
        { what: 'the spool is clean' },
      )
      const { total } = await portal().ok('image/listImage', { pageNum: 1, pageSize: 1, orgName })
      const answered = answers.flatMap((answer, i) => (answer?.status === 200 ? [String(i)] : []))
      if (answered.length > 0) expect(total).toBe(1)
      if (total === 0) return
      const page = { pageNum: 1, pageSize: 100, orgName, imageName: 'app' }
      const { imageVersions } = await portal().ok('image/listImageVersion', page)
      expect(imageVersions.map(({ imageVersion }) => imageVersion)).toEqual(expect.arrayContaining(answered))
      for (const { DownloadCommand, digest } of imageVersions) {
        expect((await pullWithSkopeo(DownloadCommand.replace('docker pull ', ''))).digest).toBe(digest)
      }
    },
  )

  test('and takes the same one in afterwards', async () => {
    const archive = await imageArchive({ tags: ['app:0'], salt: '0 0' })
    const answer = await sendUpload(portal(), { orgName: 'crash-0', archive })
    expect(answer.status, answer.text).toBe(200)
  })
})
