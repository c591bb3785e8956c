import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Answer } from '@/lib/client/testing/portal-server'
import { NewVersionPage } from './new-version-page'

const detector = {
  orgName: 'vision',
  imageName: 'detector',
  imageVersion: '2.1',
  platforms: [{ os: 'linux', architecture: 'amd64' }],
}

const version = {
  appName: 'door',
  version: '1.0',
  status: 'Published',
  archType: 'amd64',
  orgName: 'vision',
  containerImage: 'detector',
  containerImageVersion: '2.1',
  cpuQuota: 0.5,
  maxCpuQuota: 1,
  memoryQuota: 0,
  MaxMemoryQuota: 0,
  restartPolicy: 'Never',
  network: '{"type":"PortMapping","portMappings":[{"containerPort":80,"hostPort":8080}]}',
}

const answers: Record<string, Answer> = {
  'image/listOrg': { data: { total: 1, imageOrgs: [{ orgName: 'vision' }] } },
  'image/listImage': { data: { total: 1, images: [{ orgName: 'vision', imageName: 'detector' }] } },
  'image/listImageVersion': { data: { total: 1, imageVersions: [detector] } },
  'image/describeImageVersion': { data: { imageVersion: detector } },
  'application/listApplicationVersion': { data: { total: 1, appVersions: [version] } },
  'application/describeApplicationVersion': { data: { appVersion: version } },
  'application/previewManifest': { data: { manifest: 'kind: Deployment\n' } },
  'application/createApplication': { data: { appCreated: 'door', versionCreated: '1.0' } },
}

/** Opens the form; the function tells the contents that an operation was called with. */
async function open(query: string, special: Record<string, Answer> = {}) {
  const received = await serveConsole({ at: `/applications/new?${query}`, answers: { ...answers, ...special } })
  renderPage(<NewVersionPage />)
  return (path: string) => received.filter((request) => request.path === path).map(({ content }) => content)
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })
const send = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

async function pick(label: string, option: string) {
  const box = await screen.findByRole('combobox', { name: label })
  fireEvent.mouseDown(box)
  fireEvent.click(await screen.findByRole('option', { name: option }))
}

describe('a new application', () => {
  it('is made of what was chosen, with the architectures that its image has', async () => {
    const contentsOf = await open('')
    type('Name *', 'door')
    type('Version *', '1.0')
    await pick('Organisation', 'vision')
    await pick('Image', 'detector')
    await pick('Image version', '2.1')
    await screen.findByText('The platforms that the image has. Nodes of these can be deployed to.')
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'amd64' }).checked).toBe(true)
    expect(screen.queryByRole('checkbox', { name: 'arm64' })).toBeNull()
    send('Show the Kubernetes manifest')
    const manifest = await screen.findByRole('region', { name: 'Kubernetes manifest' })
    expect(manifest.textContent).toBe('kind: Deployment')
    expect(contentsOf('application/previewManifest').at(-1)).toMatchObject({ appName: 'door', archType: ['amd64'] })
    send('Create application')
    await waitFor(() => expect(window.location.pathname).toBe('/applications/version'))
    expect(window.location.search).toBe('?app=door&version=1.0')
    expect(contentsOf('application/createApplication')).toEqual([
      expect.objectContaining({
        appName: 'door',
        version: '1.0',
        archType: ['amd64'],
        orgName: 'vision',
        containerImage: 'detector',
        containerImageVersion: '2.1',
        restartPolicy: 'Always',
        network: { type: 'Host', portMappings: [] },
      }),
    ])
    expect(contentsOf('image/listImage')).toContainEqual(expect.objectContaining({ orgName: 'vision' }))
  })

  it('is not sent while something is wrong; the first such field gets the focus', async () => {
    const contentsOf = await open('')
    type('Name *', 'door')
    type('CPU request', '2')
    type('CPU maximum', '1')
    await screen.findByText('Not below the request.')
    send('Create application')
    await screen.findByText('Some fields above need to be mended first.')
    expect(document.activeElement).toBe(field('Version'))
    expect(contentsOf('application/createApplication')).toEqual([])
  })

  it('tells of a port as it is typed', async () => {
    await open('')
    fireEvent.mouseDown(screen.getByRole('combobox', { name: 'Network' }))
    fireEvent.click(await screen.findByRole('option', { name: 'Port mapping' }))
    expect(screen.queryByText('Give a port.')).toBeNull()
    type('Host port 1', '70000')
    screen.getByText('A number from 1 to 65535.')
    type('Host port 1', '80')
    fireEvent.click(screen.getByRole('button', { name: 'Add port' }))
    type('Host port 2', '80')
    screen.getByText('This host port is given twice.')
    fireEvent.click(screen.getByRole('button', { name: 'Remove port mapping 1' }))
    expect(screen.queryByText('This host port is given twice.')).toBeNull()
  })

  it('leads to the images where there are none yet', async () => {
    await open('', { 'image/listImage': { data: { total: 0, images: [] } } })
    const link = await screen.findByRole('link', { name: 'Upload one' })
    expect(link.getAttribute('href')).toBe('/images')
  })
})

describe('a further version', () => {
  it('starts out as the one that it is made from', async () => {
    const contentsOf = await open('app=door&version=1.0')
    await waitFor(() => expect(field('Host port 1').value).toBe('8080'))
    expect(screen.queryByLabelText('Name *')).toBeNull()
    expect(field('CPU maximum').value).toBe('1')
    expect(field('Memory request').value).toBe('')
    type('Version *', '1.1')
    send('Create version')
    await waitFor(() => expect(contentsOf('application/createApplication')).toHaveLength(1))
    expect(contentsOf('application/createApplication')[0]).toMatchObject({
      appName: 'door',
      version: '1.1',
      restartPolicy: 'Never',
      cpuQuota: 0.5,
      network: { type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] },
    })
  })

  it('starts out as the newest where none is named', async () => {
    const contentsOf = await open('app=door')
    await screen.findByLabelText('Host port 1')
    expect(contentsOf('application/listApplicationVersion')).toContainEqual({
      appName: 'door',
      pageNum: 1,
      pageSize: 1,
    })
  })

  it('says what the server refuses, and keeps what was typed', async () => {
    await open('app=door&version=1.0', {
      'application/createApplication': { status: 400, code: 30000, msg: 'application version exist' },
    })
    await screen.findByLabelText('Host port 1')
    type('Version *', '1.0')
    send('Create version')
    const alert = await screen.findByRole('alert')
    within(alert).getByText('That application version exists already.')
    expect(field('Version').value).toBe('1.0')
    expect(window.location.pathname).toBe('/applications/new')
  })

  it('says so where the image lost an architecture since', async () => {
    const arm = { ...detector, platforms: [{ os: 'linux', architecture: 'arm64' }] }
    await open('app=door&version=1.0', { 'image/describeImageVersion': { data: { imageVersion: arm } } })
    await screen.findByText('The image does not have all of these. Take out what it lacks.')
    fireEvent.click(screen.getByRole('checkbox', { name: 'amd64' }))
    await screen.findByText('Choose at least one architecture.')
    expect(screen.queryByRole('checkbox', { name: 'amd64' })).toBeNull()
  })

  it('of an application that is not there says so', async () => {
    await open('app=gone', {
      'application/listApplicationVersion': { status: 400, code: 30000, msg: 'record not found' },
    })
    await screen.findByRole('heading', { name: 'gone is not there' })
  })
})
