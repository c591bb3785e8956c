import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { ImageVersionRecord } from '@/lib/images/schema'
import { ImagePage } from './image-page'
import { ImageVersionPage } from './image-version-page'
import { ImagesPage } from './images-page'
import { OrgsPage } from './orgs-page'

const ids = { id: 1, clusterId: 0, groupId: 0, userId: 1 }
const dated = { createAt: '2026-11-20T08:00:00.000Z', updateAt: '2026-11-20T08:00:00.000Z' }
const org = {
  id: 1,
  clusterId: 0,
  orgName: 'factory',
  ownerGroupId: 0,
  ownerUserId: 1,
  imageCount: 1,
  sizeBytes: 12_345_678,
  ...dated,
}
const image = {
  ...ids,
  imageName: 'hello',
  orgName: 'factory',
  versionCount: 2,
  latestVersion: '1.0',
  sizeBytes: 12_345_678,
  useCount: 0,
  ...dated,
}
const version: ImageVersionRecord = {
  ...ids,
  ...dated,
  imageName: 'hello',
  orgName: 'factory',
  imageId: `sha256:${'1'.repeat(64)}`,
  imageVersion: '1.0',
  imageSize: 12.35,
  DownloadCommand: 'docker pull registry.example/apulisedge/factory/hello:1.0',
  digest: `sha256:${'2'.repeat(64)}`,
  sizeBytes: 12_345_678,
  platforms: [
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
    { os: 'linux', architecture: 'amd64' },
  ],
  layers: [{ digest: `sha256:${'3'.repeat(64)}`, size: 999, mediaType: 'x', createdBy: 'COPY . /app' }],
  useCount: 0,
}

const orgs = { 'image/listOrg': { data: { total: 1, imageOrgs: [org] } } }
const unused = { 'image/listImageUse': { data: { total: 0, imageUses: [] } } }
const images = { 'image/listImage': { data: { total: 1, images: [image] } } }

describe('organisations', () => {
  it('are checked against the grammar of references while one types', async () => {
    const received = await serveConsole({
      at: '/images/orgs',
      answers: { ...orgs, 'image/createOrg': { data: { org } } },
    })
    renderPage(<OrgsPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Create organisation' }))
    const dialog = await screen.findByRole('dialog')
    const field = within(dialog).getByRole('textbox')
    const submit = within(dialog).getByRole('button', { name: 'Create organisation' })
    fireEvent.change(field, { target: { value: 'My Factory' } })
    expect(within(dialog).getByText(/^Only lower-case letters/)).toBeDefined()
    expect(submit.hasAttribute('disabled')).toBe(true)
    fireEvent.change(field, { target: { value: 'factory' } })
    fireEvent.click(submit)
    await waitFor(() => expect(window.location.pathname + window.location.search).toBe('/images/org?org=factory'))
    expect(received.find(({ path }) => path === 'image/createOrg')?.content).toEqual({ orgName: 'factory' })
  })
})

describe('images', () => {
  it('say why they cannot be deleted where it cannot be asked who uses them, and ask again', async () => {
    let broken = true
    const uses = () => (broken ? { status: 502, code: 40000, msg: 'not now' } : { data: { total: 0, imageUses: [] } })
    await serveConsole({ at: '/images', answers: { ...images, 'image/listImageUse': uses } })
    renderPage(<ImagesPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for hello' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete image' }))
    const dialog = await screen.findByRole('dialog')
    expect((await within(dialog).findByRole('alert')).textContent).toContain('40000')
    const confirm = within(dialog).getByRole('button', { name: 'Delete image' })
    expect(confirm.hasAttribute('disabled')).toBe(true)
    broken = false
    fireEvent.click(within(dialog).getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(confirm.hasAttribute('disabled')).toBe(false))
    expect(dialog.textContent).toContain('2 versions are deleted with it')
  })

  it('say what goes with one that is deleted', async () => {
    const received = await serveConsole({
      at: '/images',
      answers: { ...images, ...unused, 'image/deleteImage': { data: 'OK' } },
    })
    renderPage(<ImagesPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for hello' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete image' }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain('Delete the image factory/hello?')
    expect(dialog.textContent).toContain('2 versions are deleted with it')
    const confirm = within(dialog).getByRole('button', { name: 'Delete image' })
    await waitFor(() => expect(confirm.hasAttribute('disabled')).toBe(false))
    fireEvent.click(confirm)
    expect(await screen.findByText('factory/hello was deleted.')).toBeDefined()
    expect(received.find(({ path }) => path === 'image/deleteImage')?.content).toEqual({
      imageName: 'hello',
      orgName: 'factory',
    })
  })

  it('can be uploaded to an organisation that is made on the spot', async () => {
    const none = { 'image/listOrg': { data: { total: 0, imageOrgs: [] } } }
    const received = await serveConsole({
      at: '/images',
      answers: {
        ...images,
        ...none,
        'image/createOrg': { status: 400, code: 30000, msg: 'an org named "factory" exists already' },
      },
    })
    renderPage(<ImagesPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Upload images' }))
    const dialog = await screen.findByRole('dialog')
    const field = await within(dialog).findByRole('textbox', { name: /Name of the organisation/ })
    const input = dialog.querySelector('input[type="file"]') as HTMLInputElement
    fireEvent.change(input, { target: { files: [new File(['x'], 'a.tar')] } })
    fireEvent.change(field, { target: { value: 'No Name' } })
    const submit = within(dialog).getByRole('button', { name: 'Upload 1 file' })
    expect(submit.hasAttribute('disabled')).toBe(true)
    fireEvent.change(field, { target: { value: 'factory' } })
    fireEvent.click(submit)
    expect(await within(dialog).findByRole('alert')).toBeDefined()
    expect(received.find(({ path }) => path === 'image/createOrg')?.content).toEqual({ orgName: 'factory' })
  })

  it('that are used are not offered for deletion; who uses them is said', async () => {
    const use = {
      appName: 'till',
      version: 'v1',
      status: 'Published',
      orgName: 'factory',
      imageName: 'hello',
      imageVersion: '1.0',
      deploymentCount: 2,
      createAt: dated.createAt,
    }
    await serveConsole({
      at: '/images',
      answers: { ...images, 'image/listImageUse': { data: { total: 1, imageUses: [use] } } },
    })
    renderPage(<ImagesPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for hello' }))
    fireEvent.click(screen.getByRole('menuitem', { name: 'Delete image' }))
    const dialog = await screen.findByRole('dialog')
    const link = await within(dialog).findByRole('link', { name: 'till v1' })
    expect(link.getAttribute('href')).toBe('/applications/version?app=till&version=v1')
    expect(within(dialog).getByText('2 deployments')).toBeDefined()
    expect(within(dialog).getByRole('button', { name: 'Delete image' }).hasAttribute('disabled')).toBe(true)
  })

  it('are chosen several at once, each once, and can be left out again', async () => {
    await serveConsole({ at: '/images', answers: { ...images, ...orgs } })
    renderPage(<ImagesPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Upload images' }))
    const dialog = await screen.findByRole('dialog')
    await within(dialog).findByText('factory')
    const input = dialog.querySelector('input[type="file"]') as HTMLInputElement
    const [a, b] = ['a.tar', 'b.tgz'].map((name) => new File(['x'.repeat(1500)], name, { lastModified: 1 }))
    fireEvent.change(input, { target: { files: [a, b] } })
    fireEvent.change(input, { target: { files: [b] } })
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['a.tar1.5 kB', 'b.tgz1.5 kB'])
    fireEvent.click(within(dialog).getByRole('button', { name: 'Remove a.tar' }))
    expect(within(dialog).getByRole('button', { name: 'Upload 1 file' }).hasAttribute('disabled')).toBe(false)
  })
})

describe('an image', () => {
  const at = '/images/image?org=factory&image=hello'

  it('lists its versions', async () => {
    const received = await serveConsole({
      at,
      answers: {
        'image/describeImage': { data: { image } },
        'image/listImageVersion': { data: { total: 1, imageVersions: [version] } },
      },
    })
    renderPage(<ImagePage />)
    const link = await screen.findByRole('link', { name: '1.0' })
    expect(link.getAttribute('href')).toBe('/images/version?org=factory&image=hello&tag=1.0')
    expect(screen.getByText('12.3 MB')).toBeDefined()
    expect(screen.getByText('linux/arm64/v8, linux/amd64')).toBeDefined()
    const list = received.find(({ path }) => path === 'image/listImageVersion')
    expect(list?.content).toEqual({ pageNum: 1, pageSize: 20, orgName: 'factory', imageName: 'hello' })
  })

  it('that is not there is said so', async () => {
    await serveConsole({
      at,
      answers: { 'image/describeImage': { status: 400, code: 30000, msg: 'record not found' } },
    })
    renderPage(<ImagePage />)
    expect(await screen.findByRole('heading', { name: 'There is no image named factory/hello' })).toBeDefined()
  })

  it('version shows how to pull it and what it is made of', async () => {
    await serveConsole({
      at: '/images/version?org=factory&image=hello&tag=1.0',
      answers: {
        'image/describeImageVersion': { data: { imageVersion: version } },
        ...unused,
        'image/describeImageConfig': { status: 502, code: 40000, msg: 'out of reach' },
      },
    })
    renderPage(<ImageVersionPage />)
    expect(await screen.findByText(version.DownloadCommand)).toBeDefined()
    expect(screen.getByRole('table', { name: 'Layers of linux/arm64/v8' })).toBeDefined()
    expect(screen.getByText('COPY . /app')).toBeDefined()
    expect(screen.getByText('999 byte')).toBeDefined()
    expect(await screen.findByText('The registry could not be asked how this image was built.')).toBeDefined()
  })

  it('version shows how it was built and what it runs, platform by platform', async () => {
    const config = {
      platform: 'linux/arm64/v8',
      platforms: ['linux/arm64/v8', 'linux/amd64'],
      digest: version.digest,
      configDigest: version.imageId,
      sizeBytes: 1,
      created: null,
      author: '',
      env: ['PATH=/bin'],
      entrypoint: ['/app'],
      cmd: [],
      workingDir: '/srv',
      user: '1000',
      exposedPorts: ['80/tcp'],
      volumes: [],
      stopSignal: '',
      labels: { vendor: 'us' },
      steps: [
        { createdBy: '/bin/sh -c #(nop) ADD x in /', layer: { digest: 'sha256:1', size: 4000 }, created: null },
        { createdBy: 'CMD ["x"]', layer: null, created: null },
      ],
    }
    const received = await serveConsole({
      at: '/images/version?org=factory&image=hello&tag=1.0',
      answers: {
        'image/describeImageVersion': { data: { imageVersion: version } },
        ...unused,
        'image/describeImageConfig': ({ content }) => ({
          data: {
            imageConfig: { ...config, platform: (content as { platform?: string }).platform ?? config.platform },
          },
        }),
      },
    })
    renderPage(<ImageVersionPage />)
    expect(await screen.findByText('ADD x in /')).toBeDefined()
    for (const text of ['4 kB', 'no layer', 'PATH=/bin', '["/app"]', '80/tcp', 'vendor=us']) {
      expect(screen.getByText(text)).toBeDefined()
    }
    fireEvent.click(screen.getByRole('button', { name: 'linux/amd64' }))
    expect(await screen.findByRole('list', { name: 'Layers of linux/amd64' })).toBeDefined()
    const asked = received.filter(({ path }) => path === 'image/describeImageConfig').map(({ content }) => content)
    expect(asked.at(-1)).toMatchObject({ platform: 'linux/amd64' })
  })
})
