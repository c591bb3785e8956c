import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { versionRecord } from '@/components/applications/testing/records'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import type { Answer, Received } from '@/lib/client/testing/portal-server'
import type { DeployTarget } from '@/lib/deployments/schema'
import { DeployPage } from './deploy-page'

const TARGETS = 'application/listDeployTarget'
const VERSIONS = 'application/listApplicationVersion'
const DEPLOY = 'application/deployApplication'

function target(at: number): DeployTarget {
  const nodeName = `edge-${String(at).padStart(2, '0')}`
  const node = { nodeName, nodeType: 'Generic', arch: 'amd64', status: 'Online', presentVersion: '' } as const
  const fine: DeployTarget = { ...node, effect: 'new', code: '', obstacles: [], fits: true }
  if (at === 1) return { ...fine, effect: 'update', presentVersion: '0.9' }
  if (at === 2) return { ...fine, effect: 'refused', code: 'arch', arch: 'arm64', fits: false }
  if (at === 3) return { ...fine, obstacles: [{ code: 'cpu', wanted: 2, free: 0.5 }], fits: false }
  if (at === 4) return { ...fine, effect: 'unchanged', code: 'sameVersion', presentVersion: '1.0', fits: false }
  return at === 5 ? { ...fine, status: 'Offline', obstacles: [{ code: 'offline' }] } : fine
}
const all = Array.from({ length: 1224 }, (_, at) => target(at + 1))

interface Query {
  pageNum: number
  pageSize: number
  search?: string
  presentVersion?: string
  nodeNames?: string[]
  onlyFitting?: boolean
}

/** Pages, searches and counts as the server does. */
function listTargets({ content }: Received): Answer {
  const { pageNum, pageSize, search = '', presentVersion, nodeNames, onlyFitting = false } = content as Query
  const found = all
    .filter(({ nodeName }) => nodeName.includes(search) && (nodeNames?.includes(nodeName) ?? true))
    .filter((one) => presentVersion === undefined || one.presentVersion === presentVersion)
    .filter(({ fits }) => fits || !onlyFitting)
  const counts = { new: 0, update: 0, unchanged: 0, refused: 0, offline: 0, short: 0 }
  for (const { effect, obstacles, fits } of found) {
    counts[effect] += 1
    if (obstacles.length > 0) counts[fits ? 'offline' : 'short'] += 1
  }
  const targets = found.slice((pageNum - 1) * pageSize, pageNum * pageSize)
  return { data: { total: found.length, counts, targets } }
}

async function open(patch: Partial<ApplicationVersionRecord> = {}, query = '', answers = {}) {
  const older = versionRecord({ version: '0.9', deployCounts: { total: 1, running: 1, abnormal: 0 } })
  const received = await serveConsole({
    at: `/applications/deploy?app=door&version=1.0${query}`,
    answers: {
      'application/describeApplicationVersion': { data: { appVersion: versionRecord(patch) } },
      [TARGETS]: listTargets,
      [VERSIONS]: { data: { total: 1, appVersions: [older] } },
      [DEPLOY]: { data: 'OK' },
      ...answers,
    },
  })
  renderPage(<DeployPage />)
  return (path: string) => received.filter((request) => request.path === path).map(({ content }) => content)
}

const box = (node: string) => screen.findByRole<HTMLInputElement>('checkbox', { name: `Select ${node}` })
const says = (text: string) => screen.findByText(text)

/** Presses the bar's button, looks at what the dialog says, and agrees. */
async function deploy(button: string, ...told: string[]) {
  fireEvent.click(await screen.findByRole('button', { name: button }))
  const dialog = within(await screen.findByRole('dialog'))
  for (const text of told) await dialog.findByText(text)
  fireEvent.click(dialog.getByRole('button', { name: 'Deploy' }))
  await waitFor(() => expect(window.location.pathname).toBe('/applications/version'))
}

it('deploys to nodes chosen on several pages, and leads to where they can be watched', async () => {
  const contentsOf = await open()
  fireEvent.click(await box('edge-01'))
  await says('1 node is chosen')
  fireEvent.click(screen.getByRole('button', { name: 'Next page' }))
  fireEvent.click(await box('edge-23'))
  await says('2 nodes are chosen')
  fireEvent.click(screen.getByRole('button', { name: 'Previous page' }))
  expect((await box('edge-01')).checked).toBe(true)
  await deploy('Deploy to 2 nodes', 'Deploy door 1.0 to 2 nodes?', '1 new', '1 updated', 'edge-23')
  expect(contentsOf(DEPLOY)).toEqual([{ appName: 'door', version: '1.0', nodeNames: ['edge-01', 'edge-23'] }])
  expect(window.location.search).toBe('?app=door&version=1.0')
})

it('chooses all that can take it at once, but for some, and others by hand', async () => {
  const contentsOf = await open()
  fireEvent.click(await screen.findByRole('button', { name: 'Choose all 1,221 that can take it' }))
  await says('All 1,221 nodes that can take it')
  expect([(await box('edge-01')).checked, (await box('edge-03')).checked]).toEqual([true, false])
  fireEvent.click(await box('edge-01'))
  fireEvent.click(await box('edge-03'))
  await says('All 1,221 nodes that can take it, but for 1, and 1 more')
  await deploy('Deploy to 1,221 nodes', '1 offline: it starts when they are back', '1 left out that cannot take it')
  const sent = contentsOf(DEPLOY) as { nodeNames: string[] }[]
  expect(sent.map(({ nodeNames }) => nodeNames.length)).toEqual([1000, 221])
  const names = new Set(sent.flatMap(({ nodeNames }) => nodeNames))
  expect(['edge-01', 'edge-02', 'edge-03', 'edge-04', 'edge-05'].map((name) => names.has(name))).toEqual([
    false,
    false,
    true,
    false,
    true,
  ])
})

it('says what would happen on each node, and offers none that would be refused', async () => {
  await open()
  const effect = async (node: string) => (await box(node)).closest('tr')?.lastElementChild?.textContent
  expect(await effect('edge-01')).toBe('Update from 0.9')
  expect(await effect('edge-02')).toBe('The version does not run on arm64.')
  expect(await effect('edge-03')).toBe('New deploymentToo little CPU: it needs 2 cores, 0.5 are free.')
  expect(await effect('edge-04')).toBe('This version is on the node already.')
  expect(await effect('edge-05')).toBe('New deploymentOffline: it starts when the node is back.')
  const disabled = await Promise.all([1, 2, 3, 4, 5].map(async (at) => (await box(`edge-0${at}`)).disabled))
  expect(disabled).toEqual([false, true, false, true, false])
})

it('is narrowed to the nodes that have another version, all of which are chosen at once', async () => {
  const contentsOf = await open({}, '&from=0.9')
  await screen.findByRole('button', { name: 'Version there now: 0.9' })
  fireEvent.click(await screen.findByRole('button', { name: 'Choose all 1 that match and can take it' }))
  await says('The one node that can take it, with version 0.9 now')
  await deploy('Deploy to 1 node', '1 updated')
  expect(contentsOf(DEPLOY)).toEqual([{ appName: 'door', version: '1.0', nodeNames: ['edge-01'] }])
})

it('deploys nothing that is not published', async () => {
  const contentsOf = await open({ status: 'Offline' })
  await says('The version is not published')
  expect(contentsOf(TARGETS)).toEqual([])
})

it('leads to the nodes where there are none', async () => {
  const counts = { new: 0, update: 0, unchanged: 0, refused: 0, offline: 0, short: 0 }
  await open({}, '', { [TARGETS]: { data: { total: 0, counts, targets: [] } } })
  await says('There are no nodes yet')
  expect(screen.getByRole('link', { name: 'To the nodes' }).getAttribute('href')).toBe('/nodes')
})
