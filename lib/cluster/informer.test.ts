import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { recordingLog } from '@/lib/testing/log'
import { KubeClient } from './client'
import { Informer } from './informer'
import type { NodeObject } from './kinds'
import { NODES } from './resources'

const node = (name: string, revision: number, labels = {}): NodeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, resourceVersion: String(revision), labels },
})

/** A server that lists what a test says, and holds every watch for the test to write to. */
class ScriptedApi {
  items: NodeObject[] = []
  revision = 1
  lists = 0
  watches: { res: ServerResponse; from: string }[] = []
  onList: (res: ServerResponse) => boolean = () => false
  onWatch: (res: ServerResponse) => boolean = () => false

  handle = (req: { url?: string | undefined }, res: ServerResponse): void => {
    const { searchParams } = new URL(req.url ?? '', 'http://h')
    if (searchParams.get('watch') === 'true') {
      if (this.onWatch(res)) return
      res.writeHead(200).flushHeaders()
      this.watches.push({ res, from: searchParams.get('resourceVersion') ?? '' })
      return
    }
    this.lists++
    if (!this.onList(res))
      res.end(JSON.stringify({ metadata: { resourceVersion: String(this.revision) }, items: this.items }))
  }

  async watch(number: number): Promise<{ res: ServerResponse; from: string }> {
    return vi.waitFor(
      () => {
        const watch = this.watches[number]
        if (!watch) throw new Error(`watch ${number} has not come`)
        return watch
      },
      { timeout: 5000, interval: 10 },
    )
  }
}

let api: ScriptedApi
let server: TestServer
let client: KubeClient
let informer: Informer<NodeObject>
let told: [string, string | undefined, string | undefined][]
let lines: Record<string, unknown>[]
beforeEach(async () => {
  api = new ScriptedApi()
  server = await startHttpServer(api.handle)
  client = new KubeClient(kubeConfigFor(server.url))
  told = []
  const recording = recordingLog()
  lines = recording.lines
  informer = new Informer({
    client,
    log: recording.log,
    resource: NODES,
    selection: {},
    strip: (object) => ({ ...object, spec: {} }),
    onChange: (name, object, before) =>
      told.push([name, object?.metadata.resourceVersion, before?.metadata.resourceVersion]),
  })
})
afterEach(async () => {
  await informer.stop()
  client.close()
  await server.stop()
})

const say = (res: ServerResponse, type: string, object: unknown) => res.write(`${JSON.stringify({ type, object })}\n`)
const revision = (name: string) => informer.get(name)?.metadata.resourceVersion
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 })

describe('Informer', () => {
  it('lists, then watches from there', async () => {
    api.items = [node('a', 3), node('b', 4)]
    api.revision = 7
    informer.start()
    await informer.whenSynced()
    expect(told).toEqual([
      ['a', '3', undefined],
      ['b', '4', undefined],
    ])
    expect((await api.watch(0)).from).toBe('7')
    expect(informer.get('a')?.spec).toEqual({})
  })

  it('follows the watch', async () => {
    informer.start()
    const { res } = await api.watch(0)
    say(res, 'ADDED', node('a', 2))
    say(res, 'MODIFIED', node('a', 3))
    say(res, 'BOOKMARK', { metadata: { resourceVersion: '9' } })
    say(res, 'DELETED', node('a', 10))
    await eventually(() => expect(told).toHaveLength(3))
    expect(told).toEqual([
      ['a', '2', undefined],
      ['a', '3', '2'],
      ['a', undefined, '3'],
    ])
    expect(informer.get('a')).toBeUndefined()
  })

  it('goes on from where a watch ended, without listing again', async () => {
    informer.start()
    const first = await api.watch(0)
    say(first.res, 'ADDED', node('a', 5))
    say(first.res, 'BOOKMARK', { metadata: { resourceVersion: '12' } })
    first.res.end()
    expect((await api.watch(1)).from).toBe('12')
    expect(api.lists).toBe(1)
  })

  it('goes on from where a watch broke off in the middle of an event', async () => {
    informer.start()
    const { res } = await api.watch(0)
    say(res, 'ADDED', node('a', 5))
    await eventually(() => expect(revision('a')).toBe('5'))
    res.write('{"type":"MODIF')
    res.destroy()
    const second = await api.watch(1)
    expect([second.from, api.lists]).toEqual(['5', 1])
    say(second.res, 'MODIFIED', node('a', 6))
    await eventually(() => expect(revision('a')).toBe('6'))
  })

  it.each([
    [
      'an ERROR event',
      (res: ServerResponse) => say(res, 'ERROR', { code: 410, reason: 'Expired', message: 'too old' }),
    ],
    ['the answer', undefined],
  ])('lists again when %s says 410 Gone, and tells what differs', async (_, expire) => {
    api.items = [node('same', 1), node('changed', 1), node('gone', 1)]
    informer.start()
    const { res } = await api.watch(0)
    told.length = 0
    api.items = [node('same', 1), node('changed', 8), node('new', 8)]
    api.revision = 8
    if (expire) expire(res)
    else {
      let once = true
      api.onWatch = (next) => {
        if (once) next.writeHead(410).end('{"kind":"Status","reason":"Expired","message":"too old","code":410}')
        const answered = once
        once = false
        return answered
      }
      res.end()
    }
    expect((await api.watch(1)).from).toBe('8')
    expect(told).toEqual([
      ['changed', '8', '1'],
      ['new', '8', undefined],
      ['gone', undefined, '1'],
    ])
  })

  it.each([
    ['hangs up', (res: ServerResponse) => res.destroy()],
    ['is not ready', (res: ServerResponse) => res.writeHead(503).end('starting')],
    ['refuses', (res: ServerResponse) => res.writeHead(403).end('{"reason":"Forbidden"}')],
    ['is something else', (res: ServerResponse) => res.end('<html>')],
  ])('keeps trying, ever more seldom, while the server %s', async (_, answer) => {
    api.onList = (res) => {
      if (api.lists > 3) return false
      answer(res)
      return true
    }
    api.items = [node('a', 1)]
    informer.start()
    await informer.whenSynced()
    expect(api.lists).toBe(4)
    const backOffs = lines.map((line) => line.backoffMs)
    expect(backOffs).toEqual([250, 500, 1000])
    expect(lines.map(({ msg, level }) => [msg, level])).toEqual([
      ['list failed', 40],
      ['list failed', 20],
      ['list failed', 20],
    ])
    expect(informer.get('a')).toBeDefined()
  })

  it('says for how long it has not been connected', async () => {
    expect(informer.staleMs).toBeGreaterThan(0)
    informer.start()
    const { res } = await api.watch(0)
    await eventually(() => expect(informer.staleMs).toBe(0))
    api.onList = api.onWatch = (next) => {
      next.destroy()
      return true
    }
    res.destroy()
    await eventually(() => expect(informer.staleMs).toBeGreaterThan(0))
  })

  it.each([6, -6])('goes on when the time of day jumps by %i hours', async (hours) => {
    informer.start()
    const { res } = await api.watch(0)
    await eventually(() => expect(informer.staleMs).toBe(0))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
    res.destroy()
    const began = performance.now()
    await eventually(() => expect(informer.staleMs).toBeGreaterThan(0))
    expect(informer.staleMs).toBeLessThan(60_000)
    await api.watch(1)
    await eventually(() => expect(informer.staleMs).toBe(0))
    expect(performance.now() - began).toBeLessThan(8000)
    vi.useRealTimers()
  })

  it('does not spin where a server ends every watch at once', async () => {
    api.onWatch = (res) => {
      res.end()
      return true
    }
    informer.start()
    await eventually(() => expect(server.requests.length).toBeGreaterThan(2))
    const startMs = Date.now()
    const before = server.requests.length
    await eventually(() => expect(server.requests.length).toBeGreaterThanOrEqual(before + 3))
    expect(Date.now() - startMs).toBeGreaterThan(400)
    expect(api.lists).toBe(1)
  })

  it.each(['while it waits for a list', 'while it watches', 'while it backs off'])('stops at once %s', async (when) => {
    if (when !== 'while it watches') {
      api.onList = (res) => {
        if (when === 'while it backs off') res.destroy()
        return true
      }
    }
    informer.start()
    await eventually(() => expect(server.requests.length).toBeGreaterThan(when === 'while it watches' ? 1 : 0))
    if (when === 'while it backs off') await eventually(() => expect(lines.length).toBeGreaterThan(0))
    const startMs = Date.now()
    await informer.stop()
    expect(Date.now() - startMs).toBeLessThan(200)
    expect(informer.staleMs).toBeGreaterThan(0)
    const asked = server.requests.length
    informer.start()
    expect(server.requests).toHaveLength(asked)
  })

  it('begins anew where the list expired in the middle of its pages, and keeps what it knew meanwhile', async () => {
    const page = (items: NodeObject[], next?: string) =>
      JSON.stringify({ metadata: { resourceVersion: '9', continue: next }, items })
    let expired = 0
    api.onList = (res) => {
      const next = server.requests.at(-1)?.url?.includes('continue=more')
      if (!next) res.end(page([node('a', 1)], 'more'))
      else if (expired++ === 0) res.writeHead(410).end('{"kind":"Status","reason":"Expired","code":410}')
      else res.end(page([node('b', 2)]))
      return true
    }
    informer.start()
    await informer.whenSynced()
    expect([revision('a'), revision('b')]).toEqual(['1', '2'])
    expect(told.map(([name]) => name)).toEqual(['a', 'b'])
    expect((await api.watch(0)).from).toBe('9')
    expect(api.lists).toBe(4)
  })

  it('believes a list whose revisions went back, as after a restore', async () => {
    api.items = [node('a', 500), node('b', 501)]
    api.revision = 600
    informer.start()
    const { res } = await api.watch(0)
    api.items = [node('a', 7)]
    api.revision = 8
    say(res, 'ERROR', { code: 410, reason: 'Expired', message: 'too old' })
    await eventually(() => expect([revision('a'), revision('b')]).toEqual(['7', undefined]))
    informer.wrote(node('c', 9))
    expect(revision('c')).toBe('9')
  })

  describe('a write of our own', () => {
    it('outlasts a list that was made before it', async () => {
      informer.start()
      const { res } = await api.watch(0)
      let answer: () => void = () => undefined
      api.onList = (next) => {
        const old = JSON.stringify({ metadata: { resourceVersion: '4' }, items: [node('changed', 3)] })
        answer = () => next.end(old)
        return true
      }
      say(res, 'ERROR', { code: 410, reason: 'Expired', message: 'too old' })
      await eventually(() => expect(api.lists).toBe(2))
      informer.wrote(node('made', 5))
      informer.wrote(node('changed', 6))
      answer()
      expect((await api.watch(1)).from).toBe('4')
      expect([revision('made'), revision('changed')]).toEqual(['5', '6'])
    })

    it('shows at once, and is not told again as a change from nothing', async () => {
      informer.start()
      const { res } = await api.watch(0)
      informer.wrote(node('a', 5))
      expect(revision('a')).toBe('5')
      say(res, 'ADDED', node('a', 5))
      await eventually(() => expect(told).toEqual([['a', '5', '5']]))
    })

    it('does not hide what the watch brought before its answer came', async () => {
      informer.start()
      const { res } = await api.watch(0)
      say(res, 'ADDED', node('a', 5))
      say(res, 'MODIFIED', node('a', 6))
      await eventually(() => expect(revision('a')).toBe('6'))
      informer.wrote(node('a', 5))
      expect(revision('a')).toBe('6')
    })

    it('does not bring back what was deleted before its answer came', async () => {
      informer.start()
      const { res } = await api.watch(0)
      say(res, 'ADDED', node('a', 5))
      say(res, 'DELETED', node('a', 6))
      await eventually(() => expect(told).toHaveLength(2))
      informer.wrote(node('a', 5))
      expect(informer.get('a')).toBeUndefined()
    })
  })
})
