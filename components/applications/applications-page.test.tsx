import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Answer } from '@/lib/client/testing/portal-server'
import { ApplicationPage } from './application-page'
import { ApplicationsPage } from './applications-page'
import { applicationRecord, versionRecord } from './testing/records'

const LIST = 'application/listApplication'
const VERSIONS = 'application/listApplicationVersion'
const DELETE = 'application/deleteApplication'
const apps = [
  applicationRecord({ latestVersion: '1.1', deployCounts: { total: 5, running: 3, abnormal: 2 } }),
  applicationRecord({ id: 2, appName: 'hall & lift', latestPubVersion: '', latestVersion: '', versionCount: 0 }),
]
const listed = { [LIST]: { data: { total: 2, apps } } }
const versions = (total: number): Answer => ({ data: { total, appVersions: [] } })

async function act(name: string, action: string) {
  fireEvent.click(await screen.findByRole('button', { name: `Actions for ${name}` }))
  fireEvent.click(await screen.findByRole('menuitem', { name: action }))
}

describe('the list of applications', () => {
  it('leads to applications and to what they published last', async () => {
    const received = await serveConsole({ at: '/applications?appType=System&sort=appName', answers: listed })
    renderPage(<ApplicationsPage />)
    const link = await screen.findByRole('link', { name: 'hall & lift' })
    expect(link.getAttribute('href')).toBe('/applications/view?app=hall+%26+lift')
    expect(screen.getByRole('link', { name: '1.0' }).getAttribute('href')).toBe(
      '/applications/version?app=door&version=1.0',
    )
    const hrefOf = (name: string) => screen.getByRole('link', { name }).getAttribute('href')
    expect(hrefOf('1.1')).toBe('/applications/version?app=door&version=1.1')
    expect(hrefOf('5 nodes')).toBe('/applications/view?app=door&tab=where')
    expect(hrefOf('2 abnormal')).toBe('/applications/view?app=door&tab=where&status=Abnormal')
    expect(received.find(({ path }) => path === LIST)?.content).toMatchObject({
      appType: 'System',
      sortBy: 'appName',
      order: 'asc',
    })
  })

  it('says how to begin', async () => {
    await serveConsole({ at: '/applications', answers: { [LIST]: { data: { total: 0, apps: [] } } } })
    renderPage(<ApplicationsPage />)
    await screen.findByText('No applications yet')
    await waitFor(() => expect(screen.getAllByRole('link', { name: 'New application' })).toHaveLength(2))
  })

  it('offers a viewer no changes', async () => {
    await serveConsole({ at: '/applications', role: 'viewer', answers: listed })
    renderPage(<ApplicationsPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for door' }))
    expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual(['Open'])
    expect(screen.queryByRole('link', { name: 'New application' })).toBeNull()
  })
})

describe('deleting an application', () => {
  it('of several deletes those that nothing stands in the way of', async () => {
    const received = await serveConsole({ at: '/applications', answers: { ...listed, [DELETE]: { data: 'OK' } } })
    renderPage(<ApplicationsPage />)
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Select door' }))
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select hall & lift' }))
    fireEvent.click(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Delete application' }))
    const dialog = await screen.findByRole('dialog', { name: 'Delete 2 applications?' })
    expect(within(dialog).getByRole('link', { name: 'On 5 nodes' }).getAttribute('href')).toBe(
      '/applications/view?app=door&tab=where',
    )
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete application' }))
    await within(dialog).findByText('1 of 2 are done.')
    expect(received.filter(({ path }) => path === DELETE).map(({ content }) => content)).toEqual([
      { appName: 'hall & lift' },
    ])
    // What is done is no longer selected.
    screen.getByText('1 selected', { selector: '[role=toolbar] *' })
  })

  it('says what has to go first', async () => {
    await serveConsole({ at: '/applications', answers: { ...listed, [VERSIONS]: versions(3) } })
    renderPage(<ApplicationsPage />)
    await act('door', 'Delete application')
    const dialog = await screen.findByRole('dialog')
    const link = await within(dialog).findByRole('link', { name: '3 versions' })
    expect(link.getAttribute('href')).toBe('/applications/view?app=door')
    expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Delete application' }).disabled).toBe(true)
  })

  it.each([
    ['application deploy exist', 'The application is still deployed on nodes. Take it off them first.'],
    ['application version exist', 'The application still has versions. Delete them first.'],
  ])('explains the refusal "%s"', async (msg, sentence) => {
    const refusal = { status: 400, code: 30000, msg }
    await serveConsole({ at: '/applications', answers: { ...listed, [VERSIONS]: versions(0), [DELETE]: refusal } })
    renderPage(<ApplicationsPage />)
    await act('door', 'Delete application')
    fireEvent.click(await screen.findByRole('button', { name: 'Delete application' }))
    await screen.findByText(sentence)
  })

  it('leaves its page once it is gone', async () => {
    const answers = {
      'application/describeApplication': { data: { app: applicationRecord() } },
      [VERSIONS]: versions(0),
      [DELETE]: { data: 'OK' },
    }
    const received = await serveConsole({ at: '/applications/view?app=door', answers })
    renderPage(<ApplicationPage />)
    await act('door', 'Delete application')
    fireEvent.click(await screen.findByRole('button', { name: 'Delete application' }))
    await waitFor(() => expect(window.location.pathname).toBe('/applications'))
    expect(received.find(({ path }) => path === DELETE)?.content).toEqual({ appName: 'door' })
  })
})

describe('the page of an application', () => {
  const all = [
    versionRecord({ id: 3, version: '1.2', status: 'Unpublished', publishAt: null }),
    versionRecord({ id: 2, version: '1.1', deployCounts: { total: 1200, running: 1100, abnormal: 7 } }),
    versionRecord({ id: 1, version: '1.0', status: 'Offline' }),
  ]
  const answers: Record<string, Answer> = {
    'application/describeApplication': { data: { app: applicationRecord({ description: 'Opens the door.' }) } },
    [VERSIONS]: { data: { total: 3, appVersions: all } },
  }

  it.each([
    ['1.2', ['Open', 'Compare with another version', 'New version from this one', 'Publish', 'Delete version']],
    ['1.1', ['Open', 'Deploy', 'Compare with another version', 'New version from this one', 'Take offline']],
    ['1.0', ['Open', 'Compare with another version', 'New version from this one', 'Delete version']],
  ])('offers of version %s what its state allows', async (version, actions) => {
    await serveConsole({ at: '/applications/view?app=door', answers })
    renderPage(<ApplicationPage />)
    await screen.findByRole('link', { name: 'New version' })
    fireEvent.click(await screen.findByRole('button', { name: `Actions for ${version}` }))
    expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual(actions)
  })

  it('says of each version how its deployments stand, without asking for each', async () => {
    const received = await serveConsole({ at: '/applications/view?app=door', answers })
    renderPage(<ApplicationPage />)
    const counts = await screen.findByRole('img', { name: '1,200: 1,100 running, 7 abnormal' })
    expect(counts.textContent).toBe('1,200')
    expect(screen.getAllByRole('img', { name: 'None' }).map((none) => none.textContent)).toEqual(['0', '0'])
    expect(received.map(({ path }) => path)).not.toContain('application/listApplicationDeploy')
  })

  const select = (...names: string[]) => {
    for (const name of names) fireEvent.click(screen.getByRole('checkbox', { name: `Select ${name}` }))
  }
  const bulk = (name: string) => within(screen.getByRole('toolbar')).getByRole<HTMLButtonElement>('button', { name })

  it('compares two versions that are selected, the older one first', async () => {
    await serveConsole({ at: '/applications/view?app=door', role: 'viewer', answers })
    renderPage(<ApplicationPage />)
    await screen.findByRole('link', { name: '1.2' })
    select('1.2')
    expect(bulk('Compare').disabled).toBe(true)
    expect(within(screen.getByRole('toolbar')).queryByRole('button', { name: 'Publish' })).toBeNull()
    select('1.1')
    fireEvent.click(bulk('Compare'))
    expect(window.location.pathname + window.location.search).toBe('/applications/compare?app=door&a=1.1&b=1.2')
  })

  it('deletes those of the selected versions that it can, and says of the others why not', async () => {
    const remove = 'application/deleteApplicationVersion'
    const received = await serveConsole({
      at: '/applications/view?app=door',
      answers: {
        ...answers,
        [remove]: ({ content }) =>
          JSON.stringify(content).includes('1.0')
            ? { status: 400, code: 30000, msg: 'application deploy exist' }
            : { data: 'OK' },
      },
    })
    renderPage(<ApplicationPage />)
    await screen.findByRole('link', { name: '1.2' })
    select('1.2', '1.1', '1.0')
    expect(bulk('Compare').disabled).toBe(true)
    fireEvent.click(bulk('Delete version'))
    const dialog = await screen.findByRole('dialog', { name: 'Delete 3 versions?' })
    within(dialog).getByText('It is in the state “Published”')
    within(dialog).getByText('One of them is left out: something stands in the way.')
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete version' }))
    await within(dialog).findByText('1 of 3 are done.')
    expect(received.filter(({ path }) => path === remove).map(({ content }) => content)).toEqual([
      { appName: 'door', version: '1.2' },
      { appName: 'door', version: '1.0' },
    ])
    within(dialog).getByRole('button', { name: 'Try again' })
  })

  it('publishes a version', async () => {
    const publish = 'application/publishApplicationVersion'
    const received = await serveConsole({
      at: '/applications/view?app=door',
      answers: { ...answers, [publish]: { data: 'OK' } },
    })
    renderPage(<ApplicationPage />)
    await screen.findByRole('link', { name: 'New version' })
    await act('1.2', 'Publish')
    fireEvent.click(await screen.findByRole('button', { name: 'Publish' }))
    await screen.findByText('door 1.2 is published.')
    expect(received.find(({ path }) => path === publish)?.content).toEqual({ appName: 'door', version: '1.2' })
  })

  it('says so where there is no such application', async () => {
    const missing = { status: 400, code: 30000, msg: 'record not found' }
    await serveConsole({ at: '/applications/view?app=gone', answers: { 'application/describeApplication': missing } })
    renderPage(<ApplicationPage />)
    await screen.findByRole('heading', { name: 'gone is not there' })
  })
})
