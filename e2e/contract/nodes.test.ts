import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { suiteConsole } from '../harness/console'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const page = { pageNum: 1, pageSize: 10 }

describe('createNode', () => {
  test('registers a node that has yet to join', async () => {
    const { node } = await portal().ok('node/createNode', { name: 'first', nodeType: 'Raspberrypi 4B' })
    expect(node).toMatchObject({
      name: 'first',
      nodeType: 'Raspberrypi 4B',
      clusterId: 0,
      groupId: 0,
      userId: 1,
      status: 'NotInstalled',
      arch: '',
      cpuCore: 0,
      memory: 0,
      roles: '',
      lastHeartbeat: null,
      labels: {},
    })
    expect(node.uniqueName).toMatch(/^node-[0-9a-f]{32}$/)
    expect(Math.abs(Date.parse(node.createAt) - Date.now())).toBeLessThan(60_000)
    expect((await portal().ok('node/desNode', { name: 'first' })).node).toEqual(node)
  })

  test.each(['Raspberrypi 4B', 'Atlas 500', 'Generic'])('takes the type %s', async (nodeType) => {
    const { node } = await portal().ok('node/createNode', { name: `a ${nodeType}`, nodeType })
    expect(node.nodeType).toBe(nodeType)
  })

  test.each(['Cray-1', 'generic', ' Generic', 'Raspberrypi 4b'])('refuses the type %j', async (nodeType) => {
    const refusal = await portal().refusal('node/createNode', { name: 'of no type', nodeType })
    expect(refusal).toEqual({ status: 400, code: 30000, msg: 'node type not exist' })
  })

  test('refuses a name that is taken, and names it', async () => {
    await portal().ok('node/createNode', { name: 'taken', nodeType: 'Generic' })
    const { status, code, msg } = await portal().refusal('node/createNode', { name: 'taken', nodeType: 'Atlas 500' })
    expect({ status, code }).toEqual({ status: 400, code: 30000 })
    expect(msg).toContain('taken')
    expect((await portal().ok('node/desNode', { name: 'taken' })).node.nodeType).toBe('Generic')
    await portal(2).ok('node/createNode', { name: 'taken', nodeType: 'Generic' })
  })

  test('tells names apart by capitals and blanks', async () => {
    for (const name of ['Case', 'case', ' case', 'case '])
      await portal().ok('node/createNode', { name, nodeType: 'Generic' })
    expect((await portal().ok('node/desNode', { name: 'case ' })).node.name).toBe('case ')
  })
})

describe('a node that is not there', () => {
  const notFound = { status: 400, code: 30000, msg: 'record not found' }
  test.each([
    ['node/desNode', { name: 'none' }],
    ['node/deleteNode', { name: 'none' }],
    ['node/scripts', { name: 'none', arch: 'amd64' }],
    ['node/describeNodeState', { name: 'none' }],
    ['application/listNodeDeploy', { name: 'none', ...page }],
  ])('%s: record not found', async (path, content) => {
    expect(await portal().refusal(path, content)).toEqual(notFound)
  })
})

describe('deleteNode', () => {
  test('takes the record away', async () => {
    await portal().ok('node/createNode', { name: 'short-lived', nodeType: 'Generic' })
    expect(await portal().ok('node/deleteNode', { name: 'short-lived' })).toBe('OK')
    const gone = async () => (await portal().ok('node/listNode', { ...page, search: 'short-lived' })).total
    await expect.poll(gone, { timeout: 10_000 }).toBe(0)
    expect(await portal().refusal('node/desNode', { name: 'short-lived' })).toMatchObject({ msg: 'record not found' })
  })

  test('leaves the name free for another node', async () => {
    const first = await portal().ok('node/createNode', { name: 'again', nodeType: 'Generic' })
    await portal().ok('node/deleteNode', { name: 'again' })
    const create = () => portal().call('node/createNode', { name: 'again', nodeType: 'Generic' })
    await expect.poll(async () => (await create()).status, { timeout: 10_000 }).toBe(200)
    const second = await portal().ok('node/desNode', { name: 'again' })
    expect(second.node.uniqueName).not.toBe(first.node.uniqueName)
  })
})

describe('the types', () => {
  test('of machines', async () => {
    expect(await portal().ok('node/listType', {})).toEqual({ types: ['Raspberrypi 4B', 'Atlas 500', 'Generic'] })
  })

  test('of processors', async () => {
    expect(await portal().ok('node/listArchType', {})).toEqual({ types: ['arm64', 'amd64'] })
  })
})

describe('scripts', () => {
  async function scriptOf(name: string, arch: string) {
    const { node } = await portal().ok('node/createNode', { name, nodeType: 'Generic' })
    return { node, ...(await portal().ok('node/scripts', { name, arch })) }
  }

  test.each(['arm64', 'amd64'])('gives a shell script that joins as the node, for %s', async (arch) => {
    const { node, script } = await scriptOf(`script-${arch}`, arch)
    expect(script).toMatch(/^#!\/bin\/sh\n/)
    expect(script).toContain(`--edgenode-name=`)
    expect(script).toContain(node.uniqueName)
    expect(script).toContain(arch)
    execFileSync('sh', ['-n'], { input: script }) // throws where the shell cannot read it
  })

  test('quotes what comes from people', async () => {
    const { script } = await scriptOf("a'b; rm -rf / #$(reboot)`", 'amd64')
    execFileSync('sh', ['-n'], { input: script })
    expect(script).not.toContain('$(reboot)')
  })

  test('never logs the token', async () => {
    const { script, command } = await scriptOf('secretive', 'amd64')
    await (await fetch(/'(http[^']+)'/.exec(command)?.[1] ?? '')).text()
    const token = /^TOKEN='(.+)'$/m.exec(script)?.[1] ?? ''
    expect(token.length).toBeGreaterThan(20)
    expect(theConsole().lines.filter((line) => line.includes(token))).toEqual([])
  })

  test.each(['riscv64', 'x86_64', 'ARM64', 'amd64 '])('refuses the processor %j', async (arch) => {
    await portal().call('node/createNode', { name: 'any', nodeType: 'Generic' })
    const refusal = await portal().refusal('node/scripts', { name: 'any', arch })
    expect(refusal).toEqual({ status: 400, code: 30000, msg: 'arch type not exist' })
  })
})

describe('the line that joins a machine', () => {
  async function registered(name: string) {
    await portal().ok('node/createNode', { name, nodeType: 'Generic' })
    const { script, command } = await portal().ok('node/scripts', { name, arch: 'arm64' })
    return { script, url: new URL(/'(http[^']+)'/.exec(command)?.[1] ?? '') }
  }
  /** What a shell is told that runs what it is given; it fails. */
  async function refusedBy(url: URL): Promise<string> {
    const response = await fetch(url)
    expect([response.status, response.headers.get('x-join-refused')]).toEqual([200, expect.stringMatching(/^\d{5}$/)])
    const { status, stderr } = spawnSync('sh', { input: await response.text(), encoding: 'utf8' })
    expect(status).toBe(1)
    return stderr
  }
  const refusalAt = async (url: URL | string, method = 'GET') => {
    const response = await fetch(url, { method })
    return { status: response.status, code: ((await response.json()) as { code: number }).code }
  }

  test('fetches the very script, without a session', async () => {
    const { script, url } = await registered('by a line')
    const response = await fetch(url)
    expect(response.headers.get('content-type')).toBe('text/x-shellscript; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toBe(script)
  })

  test('is good once, in whichever order and after a restart too', async () => {
    const { script, url } = await registered('by a used line')
    const texts = await Promise.all([1, 2, 3].map(async () => (await fetch(url)).text()))
    expect(texts.filter((text) => text === script)).toHaveLength(1)
    await theConsole().restart()
    const why = await refusedBy(url)
    expect(why).toMatch(/error: this link was used at .*: get a new one from the console/)
    expect(why).not.toContain(/^TOKEN='(.+)'$/m.exec(script)?.[1])
    const { command } = await portal().ok('node/scripts', { name: 'by a used line', arch: 'arm64' })
    expect(await (await fetch(/'(http[^']+)'/.exec(command)?.[1] ?? '')).text()).toBe(script)
  })

  test('is not used up by what is refused', async () => {
    const { script, url } = await registered('by a tried line')
    expect((await refusalAt(url, 'POST')).status).toBe(404)
    expect((await refusalAt(url.href.replace('arm64', 'amd64'))).status).toBe(401)
    expect(await (await fetch(url)).text()).toBe(script)
  })

  test('is good for one node and one processor', async () => {
    const { url } = await registered('by a changed line')
    expect(await refusalAt(url.href.replace('arm64', 'amd64'))).toEqual({ status: 401, code: 20002 })
    expect(await refusalAt(new URL('nonsense', url))).toEqual({ status: 401, code: 20002 })
    expect(await refusalAt(url, 'POST')).toEqual({ status: 404, code: 10001 })
  })

  test('is good for nothing once the node is gone', async () => {
    const { url } = await registered('by a late line')
    await portal().ok('node/deleteNode', { name: 'by a late line' })
    expect(await refusedBy(url)).toContain('record not found')
  })
})

describe('the number of deployments in a record', () => {
  test('is none for a node that nothing runs on', async () => {
    const { node } = await portal().ok('node/createNode', { name: 'idle', nodeType: 'Generic' })
    expect(node.deployCount).toBe(0)
    const { nodes } = await portal().ok('node/listNode', { ...page, search: 'idle' })
    expect(nodes.map(({ deployCount }) => deployCount)).toEqual([0])
  })
})
