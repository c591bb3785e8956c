import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { nodeRecord, serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { NodeRecord } from '@/lib/nodes/schema'
import type { NodeState } from '@/lib/nodes/state-schema'
import { NodePage } from './node-page'

const none = { data: { total: 0, Total: 0, appDeploys: [] } }
const script = {
  data: { script: "NODE_NAME='node-1'\n", command: 'curl it | sudo sh', commandExpiresAt: '2026-11-21T10:00:00.000Z' },
}

const since = '2026-11-20T08:00:00.000Z'
const condition = { status: 'False', healthy: true, reason: '', message: '', since, lastHeartbeat: since } as const
const ready = { ...condition, type: 'Ready', status: 'True' } as const
const stateOf = (patch: Partial<NodeState> = {}) => ({
  conditions: [ready, { ...condition, type: 'DiskPressure' }],
  unschedulable: false,
  taints: [],
  resources: [
    { name: 'cpu', capacity: 4, allocatable: 4, requested: 1.5 },
    { name: 'memory', capacity: 2 ** 32, allocatable: 2 ** 31, requested: null },
  ],
  versions: { kubelet: '', kubeEdge: '', runtime: '', osImage: '', kernel: '' },
  joinedAt: since,
  ...patch,
})

const answersFor = (node: Partial<NodeRecord>, more = {}) => ({
  'node/describeNodeState': { data: { state: stateOf() } },
  'node/describeNodeUsage': { data: { usage: null, obstacle: 'noApi' } },
  'node/desNode': { data: { node: nodeRecord(node) } },
  'application/listNodeDeploy': none,
  'node/scripts': script,
  ...more,
})

describe('the page of a node', () => {
  it('asks for the name in the address, whatever characters it has', async () => {
    const name = '上海 车间/1% ?#&+"'
    const at = `/nodes/view?${new URLSearchParams({ name }).toString()}`
    const received = await serveConsole({ at, answers: answersFor({ name }) })
    renderPage(<NodePage />)
    expect(await screen.findByRole('heading', { level: 1, name })).toBeDefined()
    expect(received.find(({ path }) => path === 'node/desNode')?.content).toEqual({ name })
    expect(screen.getByText('4 cores')).toBeDefined()
    expect(screen.getByText('4 GiB')).toBeDefined()
  })

  it('shows what the node uses beside what it has, and over what time that was measured', async () => {
    const usage = { cpu: 1.0004, memory: 2 ** 31, at: new Date().toISOString(), windowSeconds: 20.06 }
    const answers = { ...answersFor({}), 'node/describeNodeUsage': { data: { usage, obstacle: '' } } }
    await serveConsole({ at: '/nodes/view?name=edge-a', answers })
    renderPage(<NodePage />)
    expect(await screen.findByText('1.001 cores of 4 cores in use')).toBeDefined()
    expect(screen.getByText('2 GiB of 4 GiB in use')).toBeDefined()
    expect(screen.getByText(/^Measured over 20 s/)).toBeDefined()
  })

  it('says in a sentence why it is not known what the node uses', async () => {
    await serveConsole({ at: '/nodes/view?name=edge-a', answers: answersFor({}) })
    renderPage(<NodePage />)
    expect(await screen.findByText(/the cluster has no metrics.k8s.io/)).toBeDefined()
  })

  it('says where there is no such node, and leads back', async () => {
    const answers = { 'node/desNode': { status: 400, code: 30000, msg: 'record not found' } }
    await serveConsole({ at: '/nodes/view?name=gone', answers })
    renderPage(<NodePage />)
    expect(await screen.findByRole('heading', { name: 'There is no node named gone' })).toBeDefined()
    expect(screen.getByRole('link', { name: 'All nodes' }).getAttribute('href')).toBe('/nodes')
  })

  it('leads the machine in: architecture, command, waiting, and back again', async () => {
    const received = await serveConsole({
      at: '/nodes/view?name=edge-a',
      answers: answersFor({ status: 'NotInstalled', arch: '', lastHeartbeat: null }),
    })
    renderPage(<NodePage />)
    fireEvent.click(await screen.findByRole('button', { name: 'amd64' }))
    expect(received.some(({ path }) => path === 'node/scripts')).toBe(false)
    fireEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(await screen.findByText('curl it | sudo sh')).toBeDefined()
    expect(screen.getByText(/NODE_NAME='node-1'/)).toBeDefined()
    expect(received.filter(({ path }) => path === 'node/scripts').map(({ content }) => content)).toEqual([
      { name: 'edge-a', arch: 'amd64' },
    ])
    fireEvent.click(screen.getByRole('button', { name: 'I have run it' }))
    expect(await screen.findByText('Waiting for the node to report…')).toBeDefined()
    expect(screen.getByText('It does not come?')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: /^Architecture/ }))
    expect(screen.getByRole('button', { name: 'amd64', pressed: true })).toBeDefined()
  })

  it('tells of a machine that has not joined only what is known of it', async () => {
    const answers = answersFor({ status: 'NotInstalled', arch: '', osImage: '', lastHeartbeat: null })
    await serveConsole({ at: '/nodes/view?name=edge-a', answers })
    renderPage(<NodePage />)
    expect(await screen.findByText('Registered')).toBeDefined()
    expect(screen.queryByText('Operating system')).toBeNull()
  })

  it('sees the node come', async () => {
    let status: NodeRecord['status'] = 'NotInstalled'
    const received = await serveConsole({
      at: '/nodes/view?name=edge-a',
      answers: {
        ...answersFor({}),
        'node/desNode': () => ({ data: { node: nodeRecord({ status }) } }),
        'demo/joinVirtualNode': () => {
          status = 'Online'
          return { data: 'OK' }
        },
      },
    })
    renderPage(<NodePage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Next' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Join a virtual node' }))
    expect(await screen.findByText('The node is here.')).toBeDefined()
    expect(received.find(({ path }) => path === 'demo/joinVirtualNode')?.content).toEqual({
      name: 'edge-a',
      arch: 'arm64',
    })
    expect(screen.queryByText('Waiting for the node to report…')).toBeNull()
  })

  it('offers no virtual machine where the cluster is a real one', async () => {
    await serveConsole({
      at: '/nodes/view?name=edge-a',
      cluster: 'Kubernetes',
      answers: answersFor({ status: 'NotInstalled' }),
    })
    renderPage(<NodePage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Next' }))
    await screen.findByText(/NODE_NAME/)
    expect(screen.queryByRole('button', { name: 'Join a virtual node' })).toBeNull()
  })

  it('shows a viewer no script, which holds the token', async () => {
    const received = await serveConsole({
      at: '/nodes/view?name=edge-a',
      role: 'viewer',
      answers: answersFor({ status: 'NotInstalled' }),
    })
    renderPage(<NodePage />)
    await screen.findByText('Registered, but no machine has joined under this name yet.')
    expect(received.some(({ path }) => path === 'node/scripts')).toBe(false)
    expect(screen.queryByRole('button', { name: 'Delete node' })).toBeNull()
  })

  it('shows what Kubernetes tells about it', async () => {
    const event = {
      uid: 'e1',
      type: 'Warning',
      reason: 'Rebooted',
      message: 'Node edge-a has been rebooted',
      count: 2,
      firstSeen: new Date().toISOString(),
      lastSeen: new Date().toISOString(),
      source: 'kubelet',
      about: { kind: 'Node', name: 'edge-a' },
    }
    const answers = answersFor({ status: 'Online' }, { 'node/listNodeEvent': { data: { events: [event] } } })
    await serveConsole({ at: '/nodes/view?name=edge-a&tab=events', answers })
    renderPage(<NodePage />)
    const events = await screen.findByRole('list', { name: 'Kubernetes events' })
    within(events).getByText('Rebooted')
    within(events).getByText('Node edge-a has been rebooted')
  })

  it('asks before it cuts the power', async () => {
    const received = await serveConsole({
      at: '/nodes/view?name=edge-a',
      answers: answersFor({}, { 'demo/stopVirtualNode': { data: 'OK' } }),
    })
    renderPage(<NodePage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Stop the virtual machine' }))
    expect(received.some(({ path }) => path === 'demo/stopVirtualNode')).toBe(false)
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Stop the virtual machine' }))
    expect(await screen.findByText('The virtual machine of edge-a is off.')).toBeDefined()
  })

  it('switches the power on without asking, and says why that failed', async () => {
    const data = { reason: 'noVirtualNode', params: { name: 'node-1' } }
    const answer = { status: 400, code: 30000, msg: 'there is no virtual node "node-1"', data }
    await serveConsole({
      at: '/nodes/view?name=edge-a',
      answers: answersFor({ status: 'Offline' }, { 'demo/startVirtualNode': answer }),
    })
    renderPage(<NodePage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Start the virtual machine' }))
    expect(await screen.findByText('There is no virtual machine for this node.')).toBeDefined()
  })

  it('marks what an offline node said last as old', async () => {
    const deployment = {
      id: 3,
      appName: 'cam',
      version: '1.0',
      status: 'Running',
      reason: '',
      updateAt: '2026-11-20T08:00:00.000Z',
    }
    const list = { data: { total: 1, Total: 1, appDeploys: [deployment] } }
    await serveConsole({
      at: '/nodes/view?name=edge-a&tab=deployments',
      answers: answersFor({ status: 'Offline' }, { 'application/listNodeDeploy': list }),
    })
    renderPage(<NodePage />)
    const state = await screen.findByText('Running')
    expect(getComputedStyle(state.previousElementSibling as HTMLElement).opacity).toBe('0.5')
    expect(screen.getByRole('link', { name: '1.0' }).getAttribute('href')).toBe(
      '/applications/version?app=cam&version=1.0',
    )
  })

  it('says that it is well, what it has and what is asked of that', async () => {
    await serveConsole({ at: '/nodes/view?name=edge-a', answers: answersFor({}) })
    renderPage(<NodePage />)
    expect(await screen.findByText('All is as it should be.')).toBeDefined()
    expect(screen.getByText('1.5 cores of 4 cores requested')).toBeDefined()
    expect(screen.getByText('38%')).toBeDefined()
    expect(screen.getByText('2 GiB for pods (4 GiB in all)')).toBeDefined()
    const conditions = within(screen.getByRole('list', { name: 'Conditions' })).getAllByRole('listitem')
    expect(conditions).toHaveLength(2)
  })

  it.each([
    [{ ...ready, status: 'Unknown', healthy: false }, /^The cluster does not hear from the node/],
    [{ ...ready, status: 'False', healthy: false, message: 'no network plugin' }, /is not ready: no network plugin$/],
    [{ ...condition, type: 'DiskPressure', status: 'True', healthy: false }, /something presses it: DiskPressure/],
  ] as const)('says why it is not well: %o', async (wrong, sentence) => {
    const state = stateOf({ conditions: [wrong], unschedulable: true })
    await serveConsole({
      at: '/nodes/view?name=edge-a',
      answers: answersFor({}, { 'node/describeNodeState': { data: { state } } }),
    })
    renderPage(<NodePage />)
    expect(await screen.findByText(sentence)).toBeDefined()
    expect(screen.getByText('The node is cordoned: nothing new is scheduled to it.')).toBeDefined()
    expect(screen.queryByText('All is as it should be.')).toBeNull()
  })

  it('shows what the records know where the cluster cannot be reached', async () => {
    const msg = 'the cluster could not be reached for the state of the node'
    const unreachable = { status: 502, code: 40000, msg }
    await serveConsole({
      at: '/nodes/view?name=edge-a',
      answers: answersFor({}, { 'node/describeNodeState': unreachable }),
    })
    renderPage(<NodePage />)
    expect(await screen.findByText(/could not be asked. Below is what was known last/)).toBeDefined()
    expect(screen.getByText('4 cores')).toBeDefined()
  })

  it('draws when it was online, and lists the times', async () => {
    const activity = (id: number, action: string, minutesAgo: number) => ({
      id,
      kind: 'node',
      action,
      nodeName: 'edge-a',
      appName: '',
      version: '',
      imageName: '',
      reason: '',
      actor: '',
      at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
      exists: ['node'],
    })
    const activities = [activity(4, 'Online', 60), activity(3, 'Offline', 90), activity(2, 'Online', 180)]
    await serveConsole({
      at: '/nodes/view?name=edge-a&tab=history',
      answers: answersFor({}, { 'activity/listActivity': { data: { total: 3, activities } } }),
    })
    renderPage(<NodePage />)
    expect(await screen.findByText('Online 83.3% of the time since it joined.')).toBeDefined()
    const times = within(screen.getByRole('list', { name: 'The latest times' })).getAllByRole('listitem')
    expect(times.map(({ textContent }) => textContent.split(' ')[0])).toEqual(['Online', 'Offline', 'Online'])
    fireEvent.click(screen.getByRole('button', { name: '24 hours' }))
    expect(screen.getByRole('button', { name: '24 hours', pressed: true })).toBeDefined()
  })
})
