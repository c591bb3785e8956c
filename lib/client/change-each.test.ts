import { afterEach, describe, expect, it } from 'vitest'
import { changeEach, type EachState } from './change-each'
import { setPageUrl, startPortalServer, type Answer, type PortalServer, type Received } from './testing/portal-server'

const PATH = 'image/deleteOrg'

let server: PortalServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function serve(answer: (request: Received) => Answer): Promise<PortalServer> {
  server = await startPortalServer(answer)
  setPageUrl(server.origin)
  return server
}

const items = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ key: `org-${at}`, content: { orgName: `org-${at}` } }))
const orgOf = ({ content }: Received): unknown => new Map<string, unknown>(Object.entries(content ?? {})).get('orgName')

describe('changing each of many', () => {
  it('carries the change out on every one, and tells how each stands', async () => {
    const { received } = await serve((request) =>
      orgOf(request) === 'org-3' ? { status: 400, code: 30000, msg: 'org images not empty' } : { data: 'OK' },
    )
    const states = new Map<string, EachState>()
    const seen: string[] = []
    const note = (key: string, state: EachState) => {
      seen.push(`${key} ${typeof state === 'string' ? state : state.msg}`)
      states.set(key, state)
    }
    await changeEach(PATH, items(9), new Map(), note, new AbortController().signal)
    expect(received.map(orgOf).sort()).toEqual(items(9).map(({ key }) => key))
    expect([...states.values()].filter((state) => state === 'done')).toHaveLength(8)
    expect(seen).toContain('org-3 busy')
    expect(seen).toContain('org-3 org images not empty')
  })

  it('tries what got no answer again under the same message id, and only that', async () => {
    let fails = true
    const { received } = await serve((request) =>
      fails && orgOf(request) === 'org-1' ? { status: 500, code: 10003, msg: 'internal' } : { data: 'OK' },
    )
    const unanswered = new Map<string, string>()
    const none = () => undefined
    await changeEach(PATH, items(2), unanswered, none, new AbortController().signal)
    expect([...unanswered.keys()]).toEqual(['org-1'])
    fails = false
    await changeEach(PATH, items(2).slice(1), unanswered, none, new AbortController().signal)
    const [first, again] = received.filter((request) => orgOf(request) === 'org-1')
    expect(again?.msgId).toBe(first?.msgId)
    expect(unanswered.size).toBe(0)
  })

  it('begins no further one once it is to end', async () => {
    const { received } = await serve(() => ({ data: 'OK' }))
    const ending = new AbortController()
    await changeEach(PATH, items(50), new Map(), () => ending.abort(), ending.signal)
    expect(received.length).toBeLessThanOrEqual(4)
  })
})
