import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { deploymentRecord, versionRecord } from '@/components/applications/testing/records'
import { nodeRecord, serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import type { Answer, Received } from '@/lib/client/testing/portal-server'
import { DeployPage } from './deploy-page'

const CAN = 'application/listCanDeployNode'
const ON_NODE = 'application/listNodeDeploy'
const DEPLOY = 'application/deployApplication'
const names = Array.from({ length: 24 }, (_, at) => `edge-${String(at + 1).padStart(2, '0')}`)
const nodes = names.map((name, at) => nodeRecord({ id: at + 1, name }))

/** Pages and searches as the server does. */
function canDeploy({ content }: Received): Answer {
  const { pageNum, pageSize, search = '' } = content as { pageNum: number; pageSize: number; search?: string }
  const found = nodes.filter(({ name }) => name.includes(search))
  const page = found.slice((pageNum - 1) * pageSize, pageNum * pageSize)
  return { data: { Total: found.length, total: found.length, nodes: page } }
}

/** What is on a node: edge-01 has an older version, edge-02 loses one, edge-03 has another application. */
function onNode({ content }: Received): Answer {
  const { name } = content as { name: string }
  const present = {
    'edge-01': [deploymentRecord({ version: '0.9' })],
    'edge-02': [deploymentRecord({ version: '0.9', status: 'Deleting' })],
    'edge-03': [deploymentRecord({ appName: 'door bell' })],
  }
  const appDeploys = present[name as keyof typeof present] ?? []
  return { data: { Total: appDeploys.length, total: appDeploys.length, appDeploys } }
}

async function open(patch: Partial<ApplicationVersionRecord> = {}, query = '') {
  const received = await serveConsole({
    at: `/applications/deploy?app=door&version=1.0${query}`,
    answers: {
      'application/describeApplicationVersion': { data: { appVersion: versionRecord(patch) } },
      [CAN]: canDeploy,
      [ON_NODE]: onNode,
      [DEPLOY]: { data: 'OK' },
    },
  })
  renderPage(<DeployPage />)
  return (path: string) => received.filter((request) => request.path === path).map(({ content }) => content)
}

const box = (node: string) => screen.findByRole<HTMLInputElement>('checkbox', { name: `Select ${node}` })

async function deploy() {
  fireEvent.click(screen.getByRole('button', { name: 'Deploy' }))
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Deploy' }))
  await waitFor(() => expect(window.location.pathname).toBe('/applications/version'))
}

it('deploys to nodes chosen on several pages, and leads to where they can be watched', async () => {
  const contentsOf = await open()
  fireEvent.click(await box('edge-02'))
  fireEvent.click(screen.getByRole('button', { name: 'Next page' }))
  fireEvent.click(await box('edge-23'))
  screen.getByText('2 selected')
  fireEvent.click(screen.getByRole('button', { name: 'Previous page' }))
  expect((await box('edge-02')).checked).toBe(true)
  await deploy()
  expect(contentsOf(DEPLOY)).toEqual([{ appName: 'door', version: '1.0', nodeNames: ['edge-02', 'edge-23'] }])
  expect(window.location.search).toBe('?app=door&version=1.0')
})

it('chooses all that match, on other pages too, besides what is chosen', async () => {
  const contentsOf = await open({}, '&search=edge-1&size=10')
  await box('edge-10')
  expect(screen.queryByRole('button', { name: /^Select all/ })).toBeNull()
  fireEvent.change(screen.getByRole('textbox', { name: 'Search by name' }), { target: { value: 'edge-' } })
  fireEvent.click(await screen.findByRole('button', { name: 'Select all 24' }))
  await screen.findByText('24 selected')
  await deploy()
  expect(contentsOf(DEPLOY)).toEqual([{ appName: 'door', version: '1.0', nodeNames: names }])
})

it('says what would happen on each node', async () => {
  await open()
  const effects = async (node: string) => (await box(node)).closest('tr')?.lastElementChild?.textContent
  await waitFor(async () => expect(await effects('edge-01')).toBe('Will be updated from 0.9'))
  await waitFor(async () => expect(await effects('edge-02')).toBe('Is being taken off; wait until it is gone'))
  await waitFor(async () => expect(await effects('edge-03')).toBe('New deployment'))
})

it('deploys nothing that is not published', async () => {
  const contentsOf = await open({ status: 'Offline' })
  await screen.findByText('The version is not published')
  expect(contentsOf(CAN)).toEqual([])
})

it('says what a node needs where none can take it', async () => {
  await serveConsole({
    at: '/applications/deploy?app=door&version=1.0',
    answers: {
      'application/describeApplicationVersion': { data: { appVersion: versionRecord() } },
      [CAN]: { data: { Total: 0, total: 0, nodes: [] } },
    },
  })
  renderPage(<DeployPage />)
  await screen.findByText('No node can take it now')
  expect(screen.getByRole('link', { name: 'To the nodes' }).getAttribute('href')).toBe('/nodes')
})
