import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Answer, Received } from '@/lib/client/testing/portal-server'
import { useOperation } from '@/lib/client/use-operation'
import { NewVersionPage } from './new-version-page'

const detector = {
  orgName: 'vision',
  imageName: 'detector',
  imageVersion: '2.1',
  platforms: [{ os: 'linux', architecture: 'amd64' }],
  sizeBytes: 1_500_000,
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

const notFound: Answer = { status: 400, code: 30000, msg: 'record not found' }
const PUBLISH = 'application/publishApplicationVersion'

/** A console that has version 1.0 of the application "door". */
const answers: Record<string, Answer | ((request: Received) => Answer)> = {
  'image/listOrg': { data: { total: 1, imageOrgs: [{ orgName: 'vision', imageCount: 1 }] } },
  'image/listImage': { data: { total: 1, images: [{ orgName: 'vision', imageName: 'detector', versionCount: 1 }] } },
  'image/listImageVersion': { data: { total: 1, imageVersions: [detector] } },
  'image/describeImageVersion': { data: { imageVersion: detector } },
  'application/listApplicationVersion': { data: { total: 1, appVersions: [version] } },
  'application/describeApplication': ({ content }) =>
    nameOf(content) === 'door' ? { data: { app: { appName: 'door' } } } : notFound,
  'application/describeApplicationVersion': ({ content }) =>
    nameOf(content) === 'door' && versionOf(content) === '1.0' ? { data: { appVersion: version } } : notFound,
  'application/previewManifest': { data: { manifest: 'kind: Deployment\n' } },
  'application/createApplication': { data: { appCreated: 'gate', versionCreated: '1.0' } },
  [PUBLISH]: { data: 'OK' },
}

const textOf = (content: unknown, name: string): unknown => new Map(Object.entries(content ?? {})).get(name)
const nameOf = (content: unknown) => textOf(content, 'appName')
const versionOf = (content: unknown) => textOf(content, 'version')

/** The version that another is made from, as it is known now. */
function Source() {
  const { data } = useOperation('application/describeApplicationVersion', { appName: 'door', version: '1.0' })
  return <output>{data?.appVersion.status}</output>
}

/** Opens the form; the function tells the contents that an operation was called with. */
async function open(query: string, special: typeof answers = {}, beside?: ReactNode) {
  const received = await serveConsole({ at: `/applications/new?${query}`, answers: { ...answers, ...special } })
  renderPage(
    <>
      <NewVersionPage />
      {beside}
    </>,
  )
  return (path: string) => received.filter((request) => request.path === path).map(({ content }) => content)
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })
const send = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

async function pick(label: string, option: string) {
  const box = await screen.findByRole('combobox', { name: label })
  fireEvent.mouseDown(box)
  fireEvent.click(await screen.findByRole('option', { name: new RegExp(`^${option}`) }))
}

const title = (name: string) => screen.findByRole('heading', { name })
const goTo = (step: RegExp) =>
  fireEvent.click(within(screen.getByRole('list', { name: 'Steps' })).getByRole('button', { name: step }))

describe('a new application', () => {
  it('is made step by step of what was chosen, with the architectures that its image has, and published', async () => {
    const contentsOf = await open('')
    type('Name *', 'gate')
    type('Version *', '1.0')
    send('Next')
    await title('Which image does it run?')
    await pick('Organisation', 'vision')
    await pick('Image', 'detector')
    await pick('Image version', '2.1')
    await screen.findByText('linux/amd64 · 1.5 MB')
    send('Next')
    await screen.findByText('The platforms that the image has. Nodes of these can be deployed to.')
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'amd64' }).checked).toBe(true)
    expect(screen.queryByRole('checkbox', { name: 'arm64' })).toBeNull()
    send('Next')
    await screen.findByText('The node pulls vision/detector:2.1 and runs it as one container.')
    const manifest = await screen.findByRole('region', { name: 'Kubernetes manifest' })
    expect(manifest.textContent).toBe('kind: Deployment')
    expect(contentsOf('application/previewManifest').at(-1)).toMatchObject({ appName: 'gate', archType: ['amd64'] })
    send('Create application')
    await waitFor(() => expect(window.location.pathname).toBe('/applications/version'))
    expect(window.location.search).toBe('?app=gate&version=1.0')
    expect(contentsOf('application/createApplication')).toEqual([
      expect.objectContaining({
        appName: 'gate',
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
    expect(contentsOf(PUBLISH)).toEqual([{ appName: 'gate', version: '1.0' }])
    fireEvent.click(await screen.findByRole('button', { name: 'Deploy' }))
    expect(window.location.pathname).toBe('/applications/deploy')
  })

  it('stays on a step while something on it is wrong; the first such field gets the focus', async () => {
    await open('')
    type('Name *', 'gate')
    send('Next')
    await screen.findByText('Give it a name.')
    expect(document.activeElement).toBe(field('Version'))
    await title('What is it called?')
  })

  it('can be looked through beforehand, and says where something is missing', async () => {
    const contentsOf = await open('')
    goTo(/Review/)
    await screen.findByText('Before it can be made, these steps need something:')
    goTo(/Name.*needs mending/)
    await title('What is it called?')
    expect(screen.getAllByText('Give it a name.')).toHaveLength(2)
    goTo(/Review/)
    fireEvent.click(await screen.findByRole('button', { name: 'Mend “Image”' }))
    await title('Which image does it run?')
    goTo(/Review/)
    send('Create application')
    await title('What is it called?')
    expect(contentsOf('application/createApplication')).toEqual([])
  })

  it('tells of a port and of a quota as it is typed', async () => {
    await open('')
    goTo(/Run/)
    fireEvent.click(await screen.findByRole('radio', { name: 'Port mapping' }))
    expect(screen.queryByText('Give a port.')).toBeNull()
    type('Host port 1', '70000')
    screen.getByText('A number from 1 to 65535.')
    type('Host port 1', '80')
    fireEvent.click(screen.getByRole('button', { name: 'Add port' }))
    type('Host port 2', '80')
    screen.getByText('This host port is given twice.')
    fireEvent.click(screen.getByRole('button', { name: 'Remove port mapping 1' }))
    expect(screen.queryByText('This host port is given twice.')).toBeNull()
    type('CPU request', '2')
    type('CPU maximum', '1')
    screen.getByText('Not below the request.')
  })

  it('says so where there is an application of that name, and where it has that version', async () => {
    await open('')
    type('Name *', 'door')
    const link = await screen.findByRole('link', { name: 'Start from its newest version' })
    expect(link.getAttribute('href')).toBe('/applications/new?app=door')
    type('Version *', '1.0')
    await screen.findByText(/^The application has this version already/)
    type('Version *', '1.1')
    expect(screen.queryByText(/^The application has this version already/)).toBeNull()
  })

  it('lets images be uploaded where there are none yet', async () => {
    await open('', { 'image/listImage': { data: { total: 0, images: [] } } })
    goTo(/Image/)
    await screen.findByText('There are no images yet. Upload one first.')
    screen.getByRole('button', { name: 'Upload images' })
  })

  it('asks before what was entered is lost', async () => {
    await open('')
    type('Name *', 'gate')
    fireEvent.click(screen.getByRole('link', { name: 'Cancel' }))
    await screen.findByRole('dialog', { name: 'Leave without saving?' })
    expect(window.location.pathname).toBe('/applications/new')
  })
})

describe('a further version', () => {
  it('starts out as the one that it is made from', async () => {
    const contentsOf = await open('app=door&from=1.0')
    await title('What is it called?')
    expect(screen.queryByLabelText('Name *')).toBeNull()
    type('Version *', '1.1')
    goTo(/Run/)
    await waitFor(() => expect(field('Host port 1').value).toBe('8080'))
    expect(field('CPU maximum').value).toBe('1')
    expect(field('Memory request').value).toBe('')
    goTo(/Review/)
    fireEvent.click(await screen.findByRole('checkbox', { name: /^Publish it at once/ }))
    send('Create version')
    await waitFor(() => expect(contentsOf('application/createApplication')).toHaveLength(1))
    expect(contentsOf('application/createApplication')[0]).toMatchObject({
      appName: 'door',
      version: '1.1',
      restartPolicy: 'Never',
      cpuQuota: 0.5,
      network: { type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] },
    })
    await screen.findByText('door 1.1 was made.')
    expect(contentsOf(PUBLISH)).toEqual([])
  })

  it('asks nothing when it is left untouched, though its source changed meanwhile', async () => {
    let status = 'Published'
    const source = 'application/describeApplicationVersion'
    await open('app=door&from=1.0', { [source]: () => ({ data: { appVersion: { ...version, status } } }) }, <Source />)
    await title('What is it called?')
    status = 'Offline'
    fireEvent(window, new Event('online'))
    await screen.findByText('Offline')
    fireEvent.click(screen.getByRole('link', { name: 'Cancel' }))
    await waitFor(() => expect(window.location.pathname).toBe('/applications/view'))
  })

  it.each([
    ['the version', 'app=door&from=1.0', 'application/describeApplicationVersion'],
    ['the application', 'app=door', 'application/listApplicationVersion'],
  ])('stays as it was typed when %s that it is made from is deleted', async (_, query, source) => {
    let deleted = false
    const contentsOf = await open(query, {
      [source]: (request) => {
        if (deleted) return notFound
        const answer = answers[source]
        return typeof answer === 'function' ? answer(request) : (answer ?? notFound)
      },
    })
    await title('What is it called?')
    type('Version *', '1.1')
    deleted = true
    const asked = contentsOf(source).length
    fireEvent(window, new Event('online'))
    await waitFor(() => expect(contentsOf(source).length).toBeGreaterThan(asked))
    goTo(/Review/)
    fireEvent.click(await screen.findByRole('button', { name: 'Create version' }))
    await waitFor(() => expect(window.location.pathname).toBe('/applications/version'))
    expect(contentsOf('application/createApplication')).toEqual([expect.objectContaining({ version: '1.1' })])
  })

  it('starts out as the newest where none is named', async () => {
    const contentsOf = await open('app=door')
    await screen.findByText('detector:2.1')
    expect(contentsOf('application/listApplicationVersion')).toContainEqual({
      appName: 'door',
      pageNum: 1,
      pageSize: 1,
    })
  })

  it('says what the server refuses, and keeps what was typed', async () => {
    await open('app=door&from=1.0', {
      'application/createApplication': { status: 400, code: 30000, msg: 'image version not exist' },
    })
    await title('What is it called?')
    type('Version *', '1.1')
    goTo(/Review/)
    fireEvent.click(await screen.findByRole('button', { name: 'Create version' }))
    const alert = await screen.findByRole('alert')
    within(alert).getByText('It could not be made')
    goTo(/Name/)
    await waitFor(() => expect(field('Version').value).toBe('1.1'))
    expect(window.location.pathname).toBe('/applications/new')
  })

  it('is there though it could not be published, and says so', async () => {
    await open('app=door&from=1.0', { [PUBLISH]: { status: 400, code: 30000, msg: 'change app version fail' } })
    await title('What is it called?')
    type('Version *', '1.1')
    goTo(/Review/)
    fireEvent.click(await screen.findByRole('button', { name: 'Create version' }))
    await screen.findByText(/^door 1.1 was made, but not published: /)
    expect(window.location.pathname).toBe('/applications/version')
  })

  it('says so where the image lost an architecture since', async () => {
    const arm = { ...detector, platforms: [{ os: 'linux', architecture: 'arm64' }] }
    await open('app=door&from=1.0', { 'image/describeImageVersion': { data: { imageVersion: arm } } })
    await title('What is it called?')
    goTo(/Run/)
    await screen.findByText('The image does not have all of these. Take out what it lacks.')
    fireEvent.click(screen.getByRole('checkbox', { name: 'amd64' }))
    await screen.findByText('Choose at least one architecture.')
    expect(screen.queryByRole('checkbox', { name: 'amd64' })).toBeNull()
  })

  it('of an application that is not there says so', async () => {
    await open('app=gone', { 'application/listApplicationVersion': notFound })
    await screen.findByRole('heading', { name: 'gone is not there' })
  })
})
