import { afterEach } from 'vitest'
import { cleanup, configure } from '@testing-library/react'
import { setPageUrl, startPortalServer, type Answer, type Received } from '@/lib/client/testing/portal-server'
import type { NodeRecord } from '@/lib/nodes/schema'

type Answers = Readonly<Record<string, Answer | ((request: Received) => Answer | Promise<Answer>)>>

interface Setup {
  /** Where the page is, such as `/nodes?page=2`. */
  at: string
  role?: 'viewer' | 'operator' | 'admin'
  cluster?: string
  /** What `/api/health` answers; by default that all is well. */
  health?: () => Answer
  /** What `/api/session` answers; by default who is signed in. */
  session?: () => Answer
  answers: Answers
}

// Machines that run every suite at once are slower than the library expects.
configure({ asyncUtilTimeout: 10_000 })

let close: (() => Promise<void>) | undefined
afterEach(async () => {
  cleanup()
  await close?.()
  close = undefined
})

/** A console over HTTP that answers what the test says, for the page that the test renders. */
export async function serveConsole({
  at,
  role = 'operator',
  cluster = 'embedded',
  health = () => ({ raw: JSON.stringify({ parts: { cluster: { embedded: cluster === 'embedded' } } }) }),
  session,
  answers,
}: Setup): Promise<Received[]> {
  const user = { userName: 'ana', role, clusterId: 0, groupId: 0, userId: 1 }
  const server = await startPortalServer((request) => {
    if (request.path === '/api/session') return session?.() ?? { raw: JSON.stringify(user) }
    if (request.path === '/api/health') return health()
    const answer = answers[request.path]
    if (answer === undefined) return { status: 404, code: 10001, msg: `the test answers no ${request.path}` }
    return typeof answer === 'function' ? answer(request) : answer
  })
  close = server.close
  setPageUrl(server.origin + at)
  return server.received
}

export function nodeRecord(patch: Partial<NodeRecord> = {}): NodeRecord {
  return {
    id: 1,
    name: 'edge-a',
    clusterId: 0,
    groupId: 0,
    userId: 1,
    nodeType: 'Generic',
    arch: 'arm64',
    uniqueName: 'node-158d5533edfda577f3261105c91bc5e4',
    cpuCore: 4,
    memory: 4 * 2 ** 30,
    status: 'Online',
    statusAt: '2026-11-20T08:00:00.000Z',
    outage: null,
    roles: 'agent,edge',
    runtime: 'containerd://1.7.28',
    osImage: 'Debian GNU/Linux 12 (bookworm)',
    interIp: '10.128.0.2',
    outerIp: '',
    createAt: '2026-11-20T08:00:00.000Z',
    updateAt: '2026-11-20T08:00:00.000Z',
    lastHeartbeat: '2026-11-20T08:00:00.000Z',
    kubeletVersion: 'v1.32.10-kubeedge-v1.23.1',
    kubeEdgeVersion: 'v1.23.1',
    edge: true,
    advisories: [],
    labels: {},
    deployCount: 0,
    ...patch,
  }
}
