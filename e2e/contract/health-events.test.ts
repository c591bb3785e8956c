import { afterEach, describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { suiteConsole } from '../harness/console'
import { EventStream } from '../harness/event-stream'
import { hasVirtualNodes, variant } from '../harness/variant'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const streams: EventStream[] = []

afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.close()
})

async function listen(uid: number): Promise<EventStream> {
  const stream = await EventStream.open(theConsole().url, { authorization: `Bearer ${await portal(uid).token()}` })
  streams.push(stream)
  return stream
}

describe('health', () => {
  test('GET /health answers "OK" to anybody', async () => {
    const response = await fetch(`${theConsole().url}/health`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('"OK"')
    expect((await fetch(`${theConsole().url}/health`, { method: 'HEAD' })).status).toBe(200)
  })

  test('GET /api/health tells of each part', async () => {
    const response = await fetch(`${theConsole().url}/api/health`)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { ok, parts } = (await response.json()) as {
      ok: boolean
      parts: Record<string, { ok: boolean; detail: string }>
    }
    expect(ok).toBe(true)
    expect(Object.keys(parts).sort()).toEqual(['cluster', 'database', 'registry'])
    expect(parts.database).toEqual({ ok: true, detail: variant.database })
    expect(parts.cluster).toMatchObject({
      ok: true,
      detail: expect.stringMatching(variant.kubeconfig === undefined ? /^embedded v?\d/ : /^Kubernetes v?\d/) as string,
    })
    expect(parts.registry).toMatchObject({ ok: true })
  })

  test.each(['/api', '/api/', '/api/nothing', '/api/session/x'])('there is nothing at %s', async (path) => {
    expect((await fetch(`${theConsole().url}${path}`)).status).toBe(404)
  })
})

describe('events', () => {
  const page = { pageNum: 1, pageSize: 1 }
  const made = (kind: string, id: number) => (event: { event: string; data: unknown }) => {
    const data = event.data as { kind?: string; ids?: number[] }
    return event.event === 'changed' && data.kind === kind && data.ids?.includes(id) === true
  }

  test('are a stream that nobody caches', async () => {
    const { response } = await listen(1)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(response.headers.get('cache-control')).toContain('no-cache')
  })

  test('are for callers who are signed in', async () => {
    const response = await fetch(`${theConsole().url}/api/events`)
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({ code: 20002, msg: 'Cannot authorize' })
    const foreign = await fetch(`${theConsole().url}/api/events`, { headers: { authorization: 'Bearer a.b.c' } })
    expect(foreign.status).toBe(401)
  })

  test('tell a tenant’s streams within two seconds, and no other tenant’s', async () => {
    const [first, second, other] = [await listen(1), await listen(1), await listen(2)]
    const { node } = await portal(1).ok('node/createNode', { name: 'told', nodeType: 'Generic' })
    await first.next(made('node', node.id), 'the first stream is told', 2000)
    await second.next(made('node', node.id), 'the second stream is told', 2000)
    // What the other tenant did afterwards has arrived, so what it should not see would have too.
    const theirs = await portal(2).ok('node/createNode', { name: 'theirs', nodeType: 'Generic' })
    await other.next(made('node', theirs.node.id), 'the other tenant is told of its own', 2000)
    expect(other.events.filter(made('node', node.id))).toEqual([])
    expect(first.events.filter(made('node', theirs.node.id))).toEqual([])
  })

  test('tell of orgs and applications, and of deletions', async () => {
    const stream = await listen(1)
    const { org } = await portal().ok('image/createOrg', { orgName: 'told' })
    await stream.next(made('image', org.id), 'a new org', 2000)
    const { node } = await portal().ok('node/createNode', { name: 'to go', nodeType: 'Generic' })
    await stream.next(made('node', node.id), 'a new node', 2000)
    const before = stream.events.length
    await portal().ok('node/deleteNode', { name: 'to go' })
    await waitFor(() => Promise.resolve(stream.events.slice(before).some(made('node', node.id))), {
      what: 'its deletion',
      timeoutMs: 2000,
    })
  })

  test('tell nothing of what was refused', async () => {
    const stream = await listen(3)
    await portal(3).refusal('node/createNode', { name: 'x', nodeType: 'Cray-1' })
    await portal(3).refusal('node/deleteNode', { name: 'none' })
    const { node } = await portal(3).ok('node/createNode', { name: 'x', nodeType: 'Generic' })
    await stream.next(made('node', node.id), 'the one that was carried out', 2000)
    const changes = stream.events.filter(({ event }) => event === 'changed')
    expect(changes.every(made('node', node.id))).toBe(true)
  })

  test('are told after the change can be read', async () => {
    const stream = await listen(4)
    for (let i = 0; i < 5; i++) {
      const { node } = await portal(4).ok('node/createNode', { name: `read ${i}`, nodeType: 'Generic' })
      await stream.next(made('node', node.id), 'the change', 2000)
      expect((await portal(4).ok('node/listNode', page)).nodes[0]?.id).toBe(node.id)
    }
  })

  test('reach a signed-in page by its cookie', async () => {
    const cookie = await theConsole().signIn()
    const stream = await EventStream.open(theConsole().url, { cookie })
    streams.push(stream)
    const { node } = await portal(1).ok('node/createNode', { name: 'for the page', nodeType: 'Generic' })
    await stream.next(made('node', node.id), 'the page is told', 2000)
  })

  test.skipIf(!hasVirtualNodes('events of what the cluster does'))('tell of what happens in the cluster', async () => {
    const { node } = await portal(5).ok('node/createNode', { name: 'joining', nodeType: 'Generic' })
    const stream = await listen(5)
    await portal(5).ok('demo/joinVirtualNode', { name: 'joining' })
    const online = async () => (await portal(5).ok('node/desNode', { name: 'joining' })).node.status === 'Online'
    await waitFor(online, { what: 'the node is Online' })
    await stream.next(made('node', node.id), 'its state', 2000)
  })

  test('many streams come and go without harm', async () => {
    const opened = await Promise.all(Array.from({ length: 50 }, () => listen(6)))
    await Promise.all(opened.slice(0, 40).map((stream) => stream.close()))
    const { node } = await portal(6).ok('node/createNode', { name: 'after', nodeType: 'Generic' })
    for (const stream of opened.slice(40))
      await stream.next(made('node', node.id), 'a stream that stayed is told', 2000)
  })

  test('end when the console is stopped, which they do not hold up', async () => {
    const stream = await listen(1)
    await theConsole().restart()
    await waitFor(() => Promise.resolve(stream.hasEnded), { what: 'the stream has ended' })
  })
})
