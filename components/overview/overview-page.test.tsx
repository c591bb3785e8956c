import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { ActivityRecord } from '@/lib/activity/schema'
import type { Received } from '@/lib/client/testing/portal-server'
import type { Overview, Platform, Problem } from '@/lib/overview/schema'
import { OverviewPage } from './overview-page'

const overview: Overview = {
  nodes: { Online: 6, Offline: 2, NotInstalled: 0, Installing: 0, Deleting: 0 },
  deployments: { Init: 0, Deploying: 1, Running: 9, Abnormal: 2, Completed: 0, UpdateInit: 0, Deleting: 0 },
  counts: { orgs: 1, images: 1, imageVersions: 2, applications: 2, publishedVersions: 2 },
  capacity: { cpuCores: 24, memory: 48 * 2 ** 30 },
  requested: { cpuCores: 4.5, memory: 60 * 2 ** 30 },
  kubelets: [{ kubeletVersion: 'v1.32.10-kubeedge-v1.23.1', kubeEdgeVersion: 'v1.23.1', nodes: 8 }],
}
const part = { reachable: true, since: null, error: '', embedded: true }
const platform: Platform = {
  kubernetes: {
    ...part,
    version: 'v1.32.10',
    unsupported: '',
    missingFeatures: [],
    missingRights: [],
    foundAt: null,
  },
  registry: { ...part, embedded: false, host: 'registry.example' },
}
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000 - 1000).toISOString()
const problemOf = (patch: Partial<Problem>): Problem => ({
  kind: 'nodesOffline',
  since: ago(12),
  newest: ago(1),
  nodes: { count: 1, names: ['edge a'] },
  deployments: 0,
  appName: '',
  version: '',
  status: '',
  reason: '',
  fixedIn: '',
  ...patch,
})
const abnormal = { kind: 'deploymentsAbnormal', appName: 'till', version: 'v1', status: 'Abnormal' } as const

const vulnerable = {
  kind: 'nodesVulnerable',
  version: 'v1.22.1',
  reason: 'CVE-2026-62371, CVE-2026-62182',
  fixedIn: 'v1.22.2',
} as const

const activity: ActivityRecord = {
  id: 1,
  kind: 'node',
  action: 'Online',
  nodeName: 'edge a',
  appName: '',
  version: '',
  imageName: '',
  reason: '',
  actor: '',
  at: ago(1),
  exists: ['node'],
}

const show = async ({ problems = [], answers = {} }: { problems?: Problem[]; answers?: object } = {}) => {
  const received = await serveConsole({
    at: '/',
    answers: {
      'overview/describeOverview': { data: overview },
      'overview/describePlatform': { data: platform },
      'overview/listProblem': { data: { total: problems.length, problems } },
      'activity/listActivity': { data: { total: 0, activities: [] } },
      ...answers,
    },
  })
  renderPage(<OverviewPage />)
  return received
}
const section = async (title: string) => {
  const heading = await screen.findByRole('heading', { name: title })
  return within(heading.closest('section') as HTMLElement)
}

describe('the cluster', () => {
  it('tells which rights and APIs lack, and what for', async () => {
    const kubernetes: Platform['kubernetes'] = {
      ...platform.kubernetes,
      missingFeatures: [{ name: 'usage', api: 'metrics.k8s.io/v1beta1' }],
      missingRights: [
        { right: 'get pods/log in namespace shop', purpose: 'logs', essential: false },
        { right: 'watch nodes', purpose: 'nodes', essential: true },
      ],
    }
    await show({ answers: { 'overview/describePlatform': { data: { ...platform, kubernetes } } } })
    const shown = await section('Cluster and registry')
    expect((await shown.findByText('get pods/log in namespace shop')).closest('li')?.textContent).toBe(
      'get pods/log in namespace shopShowing the logs of containers',
    )
    expect(shown.getByText('watch nodes').closest('li')?.textContent).toContain('the console does not work')
    expect(shown.getByText('metrics.k8s.io/v1beta1').closest('li')?.textContent).toContain('How much CPU')
  })

  it('says nothing of rights where none lacks', async () => {
    await show()
    const shown = await section('Cluster and registry')
    expect(await shown.findByText('v1.32.10')).toBeDefined()
    expect(shown.queryByText('Rights that are missing')).toBeNull()
  })
})

describe('what is wrong now', () => {
  it.each<[Partial<Problem>, string, string]>([
    [{}, 'edge a has not been heard from for 12 minutes.', '/nodes/view?name=edge+a'],
    [{ since: null }, 'edge a is not heard from.', '/nodes/view?name=edge+a'],
    [
      { nodes: { count: 7, names: ['a', 'b'] } },
      '7 nodes have not been heard from, the longest for 12 minutes.',
      '/nodes?status=Offline',
    ],
    [
      { kind: 'nodesNotJoined', since: ago(3000), nodes: { count: 9, names: ['a'] } },
      '9 nodes have not joined yet, the oldest registered 2 days ago.',
      '/nodes?status=NotInstalled',
    ],
    [abnormal, 'till v1 has not run as it should on edge a for 12 minutes.', '/deployments/view?app=till&node=edge+a'],
    [
      { ...abnormal, nodes: { count: 3, names: ['a', 'b', 'c'] } },
      'till v1 does not run as it should on 3 nodes, the longest for 12 minutes.',
      '/applications/version?app=till&version=v1&status=Abnormal',
    ],
    [
      { status: 'notReady', reason: 'container runtime is down' },
      'edge a is heard from, but has not been ready for 12 minutes.',
      '/nodes/view?name=edge+a',
    ],
    [
      { ...vulnerable, since: null },
      'edge a runs KubeEdge v1.22.1, through which commands can be run on it.',
      '/nodes/view?name=edge+a',
    ],
    [
      { ...vulnerable, since: null, nodes: { count: 3, names: ['a', 'b', 'c'] } },
      '3 nodes run KubeEdge v1.22.1, through which commands can be run on them.',
      '/nodes?advisory=remoteExecution',
    ],
    [
      { ...abnormal, kind: 'deploymentsStuck', status: 'UpdateInit' },
      'till v1 has been waiting to be updated on edge a for 12 minutes.',
      '/deployments/view?app=till&node=edge+a',
    ],
    [
      { kind: 'clusterUnreachable', nodes: { count: 0, names: [] } },
      'The Kubernetes cluster has been out of reach for 12 minutes.',
      '#platform',
    ],
    [
      { kind: 'registryUnreachable', since: null, nodes: { count: 0, names: [] } },
      'The image registry cannot be reached.',
      '#platform',
    ],
  ])('says %j as a sentence that leads to where it can be mended', async (patch, sentence, href) => {
    await show({ problems: [problemOf(patch)] })
    const line = await screen.findByText((_, element) => element?.tagName === 'P' && element.textContent === sentence)
    expect(within(line).getByRole('link').getAttribute('href')).toBe(href)
  })

  it('says why and what follows, in plain words', async () => {
    const why = { ...abnormal, reason: 'CrashLoopBackOff (last exit code 3): back-off' }
    await show({
      problems: [problemOf({ deployments: 4 }), problemOf({ ...why, nodes: { count: 6, names: ['a', 'b'] } })],
    })
    expect(await screen.findByText('How the 4 deployments there run is not known.')).toBeDefined()
    expect(screen.getByText(/^It starts and ends again and again\. \(exit code 3\)/)).toBeDefined()
    expect(screen.getByText('Nodes: a, b …')).toBeDefined()
  })

  it('is calm where nothing is', async () => {
    await show()
    expect(await screen.findByText('All is well')).toBeDefined()
    expect(screen.queryByText('What is wrong now')).toBeNull()
  })

  it('is not said to be nothing once it cannot be fetched any more', async () => {
    let fails = false
    const answerWith = (data: object) => () => (fails ? { status: 500, code: 10003, msg: 'broken' } : { data })
    await show({
      answers: {
        'overview/describeOverview': answerWith(overview),
        'overview/describePlatform': answerWith(platform),
        'overview/listProblem': answerWith({ total: 0, problems: [] }),
        'activity/listActivity': answerWith({ total: 1, activities: [activity] }),
      },
    })
    await screen.findByText('All is well')
    await screen.findByText('v1.32.10')
    await screen.findByRole('link', { name: 'edge a' })
    fails = true
    fireEvent(window, new Event('online'))
    for (const title of [
      'What is wrong could not be fetched',
      'Nodes and deployments could not be counted',
      'Cluster and registry could not be looked up',
      'What happened could not be fetched',
    ]) {
      expect(await screen.findByText(title)).toBeDefined()
    }
    expect(screen.queryByText('All is well')).toBeNull()
    expect(screen.getByText('v1.32.10')).toBeDefined()
    fails = false
    for (const retry of screen.getAllByRole('button', { name: 'Try again' })) fireEvent.click(retry)
    expect(await screen.findByText('All is well')).toBeDefined()
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })

  it('shows the rest when asked to', async () => {
    const problems = Array.from({ length: 10 }, (_, at) => problemOf({ nodes: { count: 1, names: [`n${at}`] } }))
    const page = ({ content }: Received) => {
      const { pageSize } = content as { pageSize: number }
      return { data: { total: problems.length, problems: problems.slice(0, pageSize) } }
    }
    await show({ answers: { 'overview/listProblem': page } })
    fireEvent.click(await screen.findByRole('button', { name: 'Show 2 more' }))
    expect(await screen.findByRole('link', { name: 'n9' })).toBeDefined()
    expect(screen.queryByRole('button', { name: /more/ })).toBeNull()
  })
})

describe('the overview', () => {
  it('counts nodes and deployments by state, each leading to its list', async () => {
    await show()
    const nodes = await section('Nodes')
    expect(nodes.getAllByRole('link').map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['8nodes', '/nodes'],
      ['Online6', '/nodes?status=Online'],
      ['Offline2', '/nodes?status=Offline'],
    ])
    const deployments = await section('Deployments')
    expect(deployments.getByRole('link', { name: /^Deploying/ }).getAttribute('href')).toBe(
      '/deployments?status=Deploying',
    )
  })

  it('says how much is asked of what there is, and where that is too much', async () => {
    await show()
    const capacity = await section('Capacity and requests')
    expect(capacity.getByText('4.5 of 24 cores requested')).toBeDefined()
    expect(capacity.getByRole('meter', { name: 'CPU' }).getAttribute('aria-valuenow')).toBe('19')
    expect(capacity.getByRole('meter', { name: 'Memory' }).getAttribute('aria-valuenow')).toBe('100')
    expect(capacity.getByText(/More is requested than there is/)).toBeDefined()
  })

  it('says in which versions all is, and what is out of reach', async () => {
    const kubernetes = { ...platform.kubernetes, reachable: false, since: ago(5), error: 'connect ECONNREFUSED' }
    await show({ answers: { 'overview/describePlatform': { data: { ...platform, kubernetes } } } })
    const shown = await section('Cluster and registry')
    expect(await shown.findByText('Out of reach for 5 minutes')).toBeDefined()
    expect(shown.getByText('connect ECONNREFUSED')).toBeDefined()
    expect(shown.getByText('Image registry')).toBeDefined()
    expect(await shown.findByText('on 8 nodes')).toBeDefined()
  })

  it('says which part failed, and loads it again when asked to', async () => {
    let fails = true
    const answer = () => (fails ? { status: 500, code: 10003, msg: 'Internal Server Error' } : { data: overview })
    await show({ answers: { 'overview/describeOverview': answer } })
    expect(await screen.findByText('All is well')).toBeDefined()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Nodes and deployments could not be counted')
    fails = false
    fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
    expect(await screen.findByRole('heading', { name: 'Nodes' })).toBeDefined()
  })
})
