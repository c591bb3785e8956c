import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { App } from '@/lib/app'
import { sessionCookie } from '@/lib/auth/cookie'
import { Sessions } from '@/lib/auth/sessions'
import { KubeClient } from '@/lib/cluster/client'
import { makeCluster } from '@/lib/cluster/cluster'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { TestConsole, TENANT } from '@/lib/reconciler/testing/console'
import { bearer, testApp } from '@/lib/testing/app'
import { eventually } from '@/lib/testing/eventually'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { silentLog } from '@/lib/testing/log'
import { EXEC_PATH, TerminalDoor } from './terminal-door'
import { startExecServer, type ExecServer } from './testing/exec-server'

const POD = { metadata: { name: 'door-1' }, spec: { nodeName: 'n', containers: [{ name: 'main' }] } }
const PATH = `${EXEC_PATH}?appName=door&nodeName=edge-a`

let db: Db
let cluster: ExecServer
const ending: (() => unknown)[] = []
beforeEach(async () => {
  db = await openScratchDb()
  cluster = await startExecServer([POD])
})
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
  await cluster.stop()
  await db.close()
})

async function deployed(): Promise<void> {
  const records = new TestConsole(db, cluster.url)
  await records.createNode('edge-a')
  const joined = { arch: 'amd64', status: 'Online' }
  await db.write((tx) => tx.node.updateMany({ where: { ...TENANT, name: 'edge-a' }, data: joined }))
  await records.publish('door', '1')
  await records.deploy('door', '1', 'edge-a')
}

/** The console as far as a terminal is concerned. */
async function listen(auth?: App['auth']): Promise<{ port: number; connections: Socket[] }> {
  const client = new KubeClient(kubeConfigFor(cluster.url))
  const made = makeCluster({ client, namespace: 'default', log: silentLog })
  const door = new TerminalDoor(testApp({ db, cluster: made, ...(auth ? { auth } : {}) }))
  const connections: Socket[] = []
  const server = createServer()
  server.on('connection', (socket) => connections.push(socket))
  server.on('upgrade', (request, socket, head) => void door.upgrade(request, socket, head))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ending.push(
    () => client.close(),
    () => server.close(),
  )
  return { port: (server.address() as AddressInfo).port, connections }
}

async function openPage({ port }: { port: number }): Promise<{ page: WebSocket; notices: { type: string }[] }> {
  const page = new WebSocket(`ws://127.0.0.1:${port}${PATH}`, { headers: await bearer() })
  const notices: { type: string }[] = []
  page.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) notices.push(JSON.parse(data.toString('utf8')) as { type: string })
  })
  ending.push(() => page.terminate())
  await once(page, 'open')
  return { page, notices }
}

describe('the door to terminals', () => {
  it('notes who has one, and tells which container it is in', async () => {
    await deployed()
    const { notices } = await openPage(await listen())
    const opened = { type: 'opened', podName: 'door-1', containerName: 'main' }
    await eventually(() => expect(notices).toEqual([opened]))
    const noted = await db.read.activity.findMany({ where: { action: 'terminalOpened' } })
    expect(noted).toMatchObject([{ actor: 'tester', appName: 'door', nodeName: 'edge-a' }])
  })

  it('leaves no command running that could not be noted', async () => {
    await deployed()
    await db.write((tx) => tx.$executeRawUnsafe('DROP TABLE "Activity"'))
    const { notices } = await openPage(await listen())
    await eventually(() => expect(notices).toMatchObject([{ type: 'failed', code: 10003 }]))
    expect(cluster.sessions).toHaveLength(1)
    await eventually(() => expect(cluster.sessions[0]?.isOpen).toBe(false))
  })

  it('is shut to a viewer, who is told which role it needs', async () => {
    const viewer = { id: 2, userName: 'eve', passwordHash: 'x', role: 'viewer', groupId: 0 }
    await db.write((tx) => tx.user.create({ data: viewer }))
    const listening = await listen()
    const host = `127.0.0.1:${listening.port}`
    const cookie = sessionCookie(await new Sessions(db).open(viewer.id), false).split(';', 1)[0] ?? ''
    const page = new WebSocket(`ws://${host}${PATH}`, { headers: { cookie, origin: `http://${host}` } })
    ending.push(() => page.terminate())
    page.on('error', () => undefined) // told as an answer below
    const [, answer] = (await once(page, 'unexpected-response')) as [unknown, IncomingMessage]
    expect(answer.statusCode).toBe(403)
    let body = ''
    for await (const part of answer as AsyncIterable<Buffer>) body += part.toString('utf8')
    const needed = { reason: 'role', params: { needed: 'operator', own: 'viewer' } }
    expect(JSON.parse(body)).toMatchObject({ data: needed })
    expect(cluster.sessions).toEqual([])
  })

  it('keeps no place for those who went while they were let in', async () => {
    await deployed()
    const { auth } = testApp({ db })
    const asked: (() => void)[] = []
    const slow: Pick<App['auth'], 'authenticate'> = {
      authenticate: async (request) => {
        await new Promise<void>((resolve) => asked.push(resolve))
        return auth.authenticate(request)
      },
    }
    const listening = await listen(slow as App['auth'])
    for (let n = 0; n < 5; n++) await goWhileLetIn(listening, asked)
    const opening = openPage(listening)
    await eventually(() => expect(asked).toHaveLength(1))
    asked.shift()?.()
    const { notices } = await opening
    await eventually(() => expect(notices).toMatchObject([{ type: 'opened' }]))
  })
})

/** Asks for a terminal and resets the connection before it is known who asks. */
async function goWhileLetIn({ port, connections }: { port: number; connections: Socket[] }, asked: (() => void)[]) {
  const socket = connect(port, '127.0.0.1')
  const { authorization } = await bearer()
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
  const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n`
  socket.write(`GET ${PATH} HTTP/1.1\r\nHost: h\r\nAuthorization: ${authorization}\r\n${upgrade}${key}\r\n`)
  await eventually(() => expect(asked).toHaveLength(1))
  socket.resetAndDestroy()
  await eventually(() => expect(connections.at(-1)?.closed).toBe(true))
  asked.shift()?.()
}
