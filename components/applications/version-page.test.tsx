import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import type { Answer } from '@/lib/client/testing/portal-server'
import { deploymentRecord, versionRecord } from './testing/records'
import { VersionPage } from './version-page'

const DEPLOYS = 'application/listDeploy'
const UNDEPLOY = 'application/undeployApplication'
const deploys = [
  deploymentRecord({ id: 1, nodeName: 'edge-a' }),
  deploymentRecord({ id: 2, nodeName: 'edge-b', status: 'Abnormal', reason: 'OOMKilled (exit code 137)' }),
  deploymentRecord({
    id: 3,
    nodeName: 'edge-c',
    nodeStatus: 'Offline',
    status: 'Abnormal',
    reason: 'the node is offline',
  }),
  deploymentRecord({ id: 4, nodeName: 'edge-d', status: 'Deleting' }),
]
const counts = { Init: 0, Deploying: 0, Running: 1, Abnormal: 2, Completed: 0, UpdateInit: 0, Deleting: 1 }
const summary = { total: 4, offline: 1, counts }

async function open(patch: Partial<ApplicationVersionRecord> = {}, special: Record<string, Answer> = {}, query = '') {
  const received = await serveConsole({
    at: `/applications/version?app=door&version=1.0${query}`,
    answers: {
      'application/describeApplicationVersion': { data: { appVersion: versionRecord(patch) } },
      'application/summarizeDeploy': { data: summary },
      [DEPLOYS]: { data: { Total: 4, total: 4, appDeploys: deploys } },
      ...special,
    },
  })
  renderPage(<VersionPage />)
  return (path: string) => received.filter((request) => request.path === path).map(({ content }) => content)
}

const rowOf = async (node: string) => {
  const row = (await screen.findByRole('link', { name: node })).closest('tr')
  if (!row) throw new Error(`${node} is in no row`)
  return within(row)
}

describe('a version', () => {
  it('says what runs, and how', async () => {
    await open()
    await screen.findByText('registry.example/p/vision/detector:2.1')
    screen.getByText('amd64, arm64')
    screen.getByText('Port mapping: 8080 → 80')
    screen.getByText('0.5 cores at least, 1 core at most')
    screen.getByText('256 MiB at most')
    expect(screen.getByRole('link', { name: 'vision/detector:2.1' }).getAttribute('href')).toBe(
      '/images/image?org=vision&image=detector',
    )
    expect(screen.queryByText('Taken offline')).toBeNull()
  })

  it('leads to deploying where it is published', async () => {
    await open()
    const deploy = await screen.findByRole('link', { name: 'Deploy' })
    expect(deploy.getAttribute('href')).toBe('/applications/deploy?app=door&version=1.0')
    expect(screen.queryByRole('button', { name: 'Publish' })).toBeNull()
  })

  it('shows its Kubernetes manifest when asked', async () => {
    const contentsOf = await open({}, { 'application/describeManifest': { data: { manifest: 'kind: Deployment\n' } } })
    const show = await screen.findByRole('button', { name: 'Show the Kubernetes manifest' })
    expect(contentsOf('application/describeManifest')).toEqual([])
    fireEvent.click(show)
    const manifest = await screen.findByRole('region', { name: 'Kubernetes manifest' })
    expect(manifest.textContent).toBe('kind: Deployment')
    expect(contentsOf('application/describeManifest')).toEqual([{ appName: 'door', version: '1.0' }])
    fireEvent.click(screen.getByRole('button', { name: 'Hide the Kubernetes manifest' }))
    expect(screen.queryByRole('region', { name: 'Kubernetes manifest' })).toBeNull()
  })

  it('says why it cannot be deleted yet', async () => {
    const refusal = { status: 400, code: 30000, msg: 'application deploy exist' }
    await open({ status: 'Offline' }, { 'application/deleteApplicationVersion': refusal })
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for 1.0' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete version' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Delete version' }))
    await screen.findByText('The version is still deployed on nodes. Take it off them first.')
  })

  it('leads to its application once it is deleted', async () => {
    await open({ status: 'Unpublished', publishAt: null }, { 'application/deleteApplicationVersion': { data: 'OK' } })
    await screen.findByRole('button', { name: 'Publish' })
    fireEvent.click(screen.getByRole('button', { name: 'Actions for 1.0' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete version' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Delete version' }))
    await waitFor(() => expect(window.location.pathname).toBe('/applications/view'))
  })
})

describe('its deployments', () => {
  it('have their reason in plain words, and in Kubernetes’ own', async () => {
    await open()
    const row = await rowOf('edge-b')
    row.getByText('It used more memory than it may and was stopped. (exit code 137)')
    row.getByText('OOMKilled (exit code 137)')
  })

  it('are dimmed where the node is offline', async () => {
    await open()
    const dims = (text: HTMLElement) => getComputedStyle(text.previousElementSibling ?? text).opacity
    const offline = await rowOf('edge-c')
    await waitFor(() => expect(dims(offline.getByText('Abnormal'))).toBe('0.5'))
    expect(dims((await rowOf('edge-b')).getByText('Abnormal'))).toBe('1')
  })

  it('are filtered and searched by the server', async () => {
    const contentsOf = await open({}, {}, '&status=Abnormal&search=edge')
    await screen.findByRole('link', { name: 'edge-b' })
    expect(contentsOf(DEPLOYS)[0]).toMatchObject({
      appName: 'door',
      version: '1.0',
      status: 'Abnormal',
      search: 'edge',
    })
  })

  it('are taken off several nodes at once, but not where that is under way', async () => {
    const contentsOf = await open({}, { [UNDEPLOY]: { data: 'OK' } })
    const all = await screen.findByRole('checkbox', { name: 'Select all on this page' })
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select edge-d' }).disabled).toBe(true)
    fireEvent.click(all)
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select edge-b' }))
    await screen.findAllByText('2 selected')
    fireEvent.click(screen.getByRole('button', { name: 'Undeploy' }))
    const dialog = await screen.findByRole('dialog')
    fireEvent.click(within(dialog).getByRole('button', { name: 'Undeploy' }))
    await waitFor(() => expect(screen.queryAllByText('2 selected')).toEqual([]))
    expect(contentsOf(UNDEPLOY)).toEqual([{ appName: 'door', version: '1.0', nodeNames: ['edge-a', 'edge-c'] }])
  })

  it('stay selected where taking off failed', async () => {
    const results = [
      { nodeName: 'edge-a', ok: true, reason: '' },
      { nodeName: 'edge-b', ok: false, reason: 'this version is not on the node' },
    ]
    const part = { status: 400, code: 30000, msg: 'part of undeploy fails', data: { results } }
    await open({}, { [UNDEPLOY]: part })
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Select edge-a' }))
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select edge-b' }))
    fireEvent.click(screen.getByRole('button', { name: 'Undeploy' }))
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Undeploy' }))
    await screen.findByText('It could not be taken off 1 of 2 nodes')
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    await screen.findAllByText('1 selected')
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select edge-b' }).checked).toBe(true)
  })

  it('of an unpublished version say what comes first', async () => {
    const none = { data: { Total: 0, total: 0, appDeploys: [] } }
    await open({ status: 'Unpublished', publishAt: null }, { [DEPLOYS]: none })
    await screen.findByText('Publish the version, then deploy it to nodes.')
    expect(screen.queryByRole('link', { name: 'Deploy' })).toBeNull()
  })
})
