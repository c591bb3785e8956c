import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Answer, Received } from '@/lib/client/testing/portal-server'
import { links } from '@/lib/client/links'
import { PaletteButton } from '../palette-button'
import { ShellLayers } from '../shell-layers'

const NOTHING = { nodes: [], orgs: [], images: [], imageVersions: [], applications: [], deployments: [] }
const TILL = {
  ...NOTHING,
  nodes: [{ name: 'till-1', status: 'Online' }],
  deployments: [{ appName: 'shop', version: 'v1', nodeName: 'till-1', status: 'Running' }],
  imageVersions: [{ orgName: 'retail', imageName: 'till', imageVersion: '1.0' }],
}

interface Setup {
  search?: () => Answer | Promise<Answer>
  role?: 'viewer' | 'operator'
}

async function show({ search = () => ({ data: TILL }), role = 'operator' }: Setup = {}) {
  localStorage.clear()
  const apps = [
    { appName: 'draft', latestPubVersion: '' },
    { appName: 'shop', latestPubVersion: 'v2' },
  ]
  const list = ({ content }: Received) => {
    const { published } = content as { published?: boolean }
    const listed = apps.filter(
      ({ latestPubVersion }) => published === undefined || (latestPubVersion !== '') === published,
    )
    return { data: { total: listed.length, apps: listed } }
  }
  const answers = { 'overview/search': search, 'application/listApplication': list }
  const received = await serveConsole({ at: '/', role, answers })
  renderPage(
    <ShellLayers>
      <PaletteButton />
    </ShellLayers>,
  )
  await waitFor(() => expect(received.map(({ path }) => path)).toContain('/api/session'))
  return received
}

async function open() {
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
  return screen.findByRole('combobox')
}

const typeText = (value: string) => fireEvent.change(screen.getByRole('combobox'), { target: { value } })
const press = (key: string) => fireEvent.keyDown(screen.getByRole('combobox'), { key })
const active = () => {
  const id = screen.getByRole('combobox').getAttribute('aria-activedescendant')
  return id === null ? null : document.getElementById(id)?.textContent
}
const group = (name: string) =>
  within(screen.getByRole('group', { name }))
    .getAllByRole('option')
    .map(({ textContent }) => textContent)
const address = () => window.location.pathname + window.location.search

describe('the command palette', () => {
  it('opens with its keys and its button, and closes again', async () => {
    await show()
    const field = await open()
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(screen.getByRole('dialog', { name: 'Search and commands' })).toBeDefined()
    fireEvent.keyDown(document.body, { key: 'k', metaKey: true })
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull())
    const [button] = screen.getAllByRole('button', { name: /Search or jump to/ })
    if (button) fireEvent.click(button)
    press((await screen.findByRole('combobox')) && 'Escape')
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull())
  })

  it('offers pages and actions, and goes there with arrows and Enter', async () => {
    await show()
    await open()
    expect(group('Go to')).toHaveLength(6)
    expect(group('Actions')).toEqual(expect.arrayContaining(['Register node', 'Upload images']))
    expect(active()).toBe('Overviewgo')
    press('ArrowDown')
    expect(active()).toBe('Nodesgn')
    press('ArrowUp')
    press('ArrowUp')
    expect(active()).toBe('Sign out')
    press('ArrowDown')
    press('ArrowDown')
    press('Enter')
    await waitFor(() => expect(address()).toBe('/nodes'))
    expect(screen.queryByRole('combobox')).toBeNull()
  })

  it('finds records by their names once typing pauses', async () => {
    const received = await show()
    await open()
    for (const text of ['t', 'ti', 'till']) typeText(text)
    await waitFor(() => expect(group('Nodes')).toEqual(['till-1Online']))
    expect(group('Deployments')).toEqual(['shop on till-1Running'])
    expect(group('Image versions')).toEqual(['retail/till:1.0'])
    const asked = received.filter(({ path }) => path === 'overview/search')
    expect(asked.map(({ content }) => content)).toEqual([{ text: 'till', limit: 6 }])
    const [deployment] = within(screen.getByRole('group', { name: 'Deployments' })).getAllByRole('option')
    if (deployment) fireEvent.click(deployment)
    await waitFor(() => expect(address()).toBe(links.deployment('shop', 'till-1')))
  })

  it('opens nothing that was found for the words before', async () => {
    let answered = false
    const search = async () => {
      if (!answered) return { data: TILL }
      return new Promise<Answer>(() => undefined)
    }
    const received = await show({ search })
    await open()
    typeText('till')
    await waitFor(() => expect(group('Nodes')).toEqual(['till-1Online']))
    answered = true
    for (const text of ['desk', 'desks']) {
      typeText(text)
      press('Enter')
    }
    const asked = () => received.filter(({ path }) => path === 'overview/search').map(({ content }) => content)
    await waitFor(() => expect(asked()).toContainEqual({ text: 'desks', limit: 6 }))
    press('Enter')
    expect(address()).toBe('/')
    expect(screen.queryByRole('listbox')).toBeNull()
    typeText('till-1')
    expect(group('Nodes')).toEqual(['till-1Online'])
  })

  it('finds commands by what they say, and opens the dialog of a page', async () => {
    await show({ search: () => ({ data: NOTHING }) })
    await open()
    typeText('regis')
    await waitFor(() => expect(active()).toBe('Register node'))
    press('Enter')
    await waitFor(() => expect(address()).toBe('/nodes?register'))
  })

  it('says that there is nothing of that name', async () => {
    await show({ search: () => ({ data: NOTHING }) })
    await open()
    typeText('zzz')
    expect(await screen.findByText('Nothing matches “zzz”')).toBeDefined()
    expect(screen.queryByRole('listbox')).toBeNull()
    press('Enter')
    expect(address()).toBe('/')
  })

  it('says what failed, and tries again', async () => {
    let broken = true
    const search = () => (broken ? { status: 500, code: 10000, msg: 'server error' } : { data: TILL })
    await show({ search })
    await open()
    typeText('till')
    const retry = await screen.findByRole('button', { name: 'Try again' })
    broken = false
    fireEvent.click(retry)
    await waitFor(() => expect(group('Nodes')).toEqual(['till-1Online']))
  })

  it('asks which application to deploy, and leads to its published version', async () => {
    await show()
    await open()
    typeText('deploy an')
    await waitFor(() => expect(active()).toBe('Deploy an application…'))
    press('Enter')
    const field = await screen.findByRole('combobox', { name: 'Which application is to be deployed?' })
    expect(field.getAttribute('value')).toBe('')
    await screen.findByRole('option', { name: 'shop v2' })
    expect(screen.queryByText('draft')).toBeNull()
    press('Enter')
    await waitFor(() => expect(address()).toBe(links.deploy('shop', 'v2')))
  })

  it('offers no changes to those who may only look', async () => {
    await show({ role: 'viewer' })
    await open()
    const own = ['Switch to the dark theme', '切换到中文', 'Keyboard shortcuts?', 'Sign out']
    expect(group('Actions')).toEqual(own)
  })

  it('shows what was looked at last', async () => {
    await show()
    localStorage.setItem('recent-places-1', JSON.stringify([links.node('shop 1'), links.image('retail', 'till')]))
    await open()
    expect(group('Seen last')).toEqual(['shop 1Node', 'retail/tillImage'])
  })

  it('leads to the sheet of keys', async () => {
    await show({ search: () => ({ data: NOTHING }) })
    await open()
    typeText('shortcuts')
    await waitFor(() => expect(active()).toBe('Keyboard shortcuts?'))
    press('Enter')
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeDefined()
    expect(screen.queryByRole('combobox')).toBeNull()
  })
})

describe('the keys of the shell', () => {
  const key = (name: string, target: Element = document.body) => fireEvent.keyDown(target, { key: name })

  it('lead to pages, and to the sheet of keys', async () => {
    await show()
    key('g')
    key('n')
    expect(address()).toBe('/nodes')
    key('?')
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
    expect(within(sheet).getByText('Select the row')).toBeDefined()
    // Something lies over the page now: letters are no shortcuts.
    key('g')
    key('d')
    expect(address()).toBe('/nodes')
  })

  it('are letters in a field', async () => {
    await show()
    const field = document.createElement('input')
    document.body.append(field)
    key('g', field)
    key('n', field)
    key('?', field)
    field.remove()
    expect(address()).toBe('/')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
