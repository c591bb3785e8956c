import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { nodeRecord, serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { NodeRecord } from '@/lib/nodes/schema'
import type { Received } from '@/lib/client/testing/portal-server'
import { NodesPage } from './nodes-page'

const LIST = 'node/listNode'
const nodes = [nodeRecord(), nodeRecord({ id: 2, name: '上海/1 %', status: 'Offline', interIp: '' })]
const listed = { [LIST]: { data: { total: 2, nodes } } }

const inAddress = () => Object.fromEntries(new URLSearchParams(window.location.search))
const asked = (received: Received[], path: string) => received.filter((request) => request.path === path)
const lastList = (received: Received[]) => asked(received, LIST).at(-1)?.content

describe('the list of nodes', () => {
  it('asks for what the address says, and shows it', async () => {
    const received = await serveConsole({
      at: '/nodes?page=2&size=10&status=Offline&sort=name&order=desc',
      answers: listed,
    })
    renderPage(<NodesPage />)
    const link = await screen.findByRole('link', { name: '上海/1 %' })
    expect(link.getAttribute('href')).toBe('/nodes/view?name=%E4%B8%8A%E6%B5%B7%2F1+%25')
    expect(screen.getByText('Offline', { selector: 'td *' })).toBeDefined()
    expect(received.find(({ path }) => path === LIST)?.content).toEqual({
      pageNum: 2,
      pageSize: 10,
      status: 'Offline',
      sortBy: 'name',
      order: 'desc',
    })
  })

  it('keeps search, filter and order in the address', async () => {
    const received = await serveConsole({ at: '/nodes?page=3', answers: listed })
    renderPage(<NodesPage />)
    await screen.findByRole('link', { name: 'edge-a' })
    fireEvent.change(screen.getByRole('textbox', { name: 'Search by name' }), { target: { value: ' edge ' } })
    await waitFor(() => expect(window.location.search).toBe('?search=edge'))
    fireEvent.click(screen.getByRole('button', { name: 'State', expanded: false }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Online' }))
    fireEvent.click(screen.getByRole('button', { name: 'Name' }))
    fireEvent.click(screen.getByRole('button', { name: 'Name' }))
    expect(inAddress()).toEqual({ search: 'edge', sort: 'name', order: 'desc', status: 'Online' })
    await waitFor(() => expect(lastList(received)).toMatchObject({ search: 'edge', status: 'Online', order: 'desc' }))
    fireEvent.click(screen.getByRole('button', { name: 'Clear all' }))
    expect(inAddress()).toEqual({ sort: 'name', order: 'desc' })
  })

  it('says what belongs here where there is nothing, and how to begin', async () => {
    await serveConsole({ at: '/nodes', answers: { [LIST]: { data: { total: 0, nodes: [] } } } })
    renderPage(<NodesPage />)
    expect(await screen.findByText('No nodes yet')).toBeDefined()
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Register node' })).toHaveLength(2))
    expect(screen.queryByRole('textbox', { name: 'Search by name' })).toBeNull()
  })

  it('tells nothing found from nothing there', async () => {
    await serveConsole({ at: '/nodes?search=zz', answers: { [LIST]: { data: { total: 0, nodes: [] } } } })
    renderPage(<NodesPage />)
    expect(await screen.findByText('Nothing matches')).toBeDefined()
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear all' })[0] as HTMLElement)
    expect(await screen.findByText('No nodes yet')).toBeDefined()
  })

  it('says what failed, what to quote, and loads again when asked to', async () => {
    let fails = true
    const answer = () =>
      fails ? { status: 500, code: 10003, msg: 'Internal Server Error' } : { data: { total: 2, nodes } }
    const received = await serveConsole({ at: '/nodes', answers: { [LIST]: answer } })
    renderPage(<NodesPage />)
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain(
      `Code 10003 · message ${received.find(({ path }) => path === LIST)?.msgId ?? '?'}`,
    )
    fails = false
    fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: 'edge-a' })).toBeDefined()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('goes to the last page there is when the one shown has emptied', async () => {
    const answer = ({ content }: Received) => {
      const { pageNum } = content as { pageNum: number }
      return { data: { total: 21, nodes: pageNum <= 2 ? [nodes[0]] : [] } }
    }
    await serveConsole({ at: '/nodes?page=9', answers: { [LIST]: answer } })
    renderPage(<NodesPage />)
    await screen.findByText('21–21 of 21')
    expect(window.location.search).toBe('?page=2')
  })

  it('offers a viewer nothing that changes', async () => {
    await serveConsole({ at: '/nodes', role: 'viewer', answers: listed })
    renderPage(<NodesPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for edge-a' }))
    expect((await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent)).toEqual(['Open'])
    expect(screen.queryByRole('button', { name: 'Register node' })).toBeNull()
  })
})

describe('registering a node', () => {
  it('checks the name, registers, and goes on with the machine', async () => {
    let status: NodeRecord['status'] = 'NotInstalled'
    const received = await serveConsole({
      at: '/nodes',
      answers: {
        ...listed,
        'node/createNode': { data: { node: nodeRecord() } },
        'node/desNode': () => ({ data: { node: nodeRecord({ name: 'a/b?c', status, arch: '' }) } }),
        'node/scripts': {
          data: { script: '#!/bin/sh', command: 'curl it', commandExpiresAt: '2026-11-21T10:00:00.000Z' },
        },
        'demo/joinVirtualNode': () => {
          status = 'Online'
          return { data: 'OK' }
        },
      },
    })
    renderPage(<NodesPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Register node' }))
    expect(inAddress()).toEqual({ register: '1' })
    const dialog = await screen.findByRole('dialog')
    const submit = within(dialog).getByRole('button', { name: 'Register node' })
    const name = within(dialog).getByRole('textbox', { name: /Name/ })
    expect(submit.hasAttribute('disabled')).toBe(true)
    fireEvent.change(name, { target: { value: 'x'.repeat(256) } })
    expect(within(dialog).getByText('A name has at most 255 characters.')).toBeDefined()
    fireEvent.change(name, { target: { value: 'a/b?c' } })
    fireEvent.click(submit)
    await waitFor(() => expect(inAddress()).toEqual({ register: '1', join: 'a/b?c' }))
    expect(asked(received, 'node/createNode')[0]?.content).toEqual({ name: 'a/b?c', nodeType: 'Generic' })
    fireEvent.click(await within(dialog).findByRole('button', { name: 'amd64' }))
    fireEvent.click(within(dialog).getByRole('button', { name: 'Next' }))
    expect(await within(dialog).findByText('curl it')).toBeDefined()
    expect(document.activeElement?.textContent).toBe('Run this on the machine')
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Join a virtual node' }))
    await within(dialog).findByText('The node is here.')
    expect(asked(received, 'demo/joinVirtualNode')[0]?.content).toEqual({ name: 'a/b?c', arch: 'amd64' })
    expect(within(dialog).getByRole('link', { name: 'Open the node' }).getAttribute('href')).toBe(
      '/nodes/view?name=a%2Fb%3Fc',
    )
    fireEvent.click(within(dialog).getByRole('button', { name: 'Register another' }))
    expect(inAddress()).toEqual({ register: '1' })
    expect(await within(dialog).findByRole('textbox', { name: /Name/ })).toBeDefined()
  })

  it('stays open with the reason where it was refused', async () => {
    const refusal = {
      status: 400,
      code: 30000,
      msg: 'refused',
      data: { reason: 'nodeExists', params: { name: 'edge-a' } },
    }
    await serveConsole({ at: '/nodes', answers: { ...listed, 'node/createNode': refusal } })
    renderPage(<NodesPage />)
    fireEvent.click(await screen.findByRole('button', { name: 'Register node' }))
    const dialog = await screen.findByRole('dialog')
    fireEvent.change(within(dialog).getByRole('textbox', { name: /Name/ }), { target: { value: 'edge-a' } })
    fireEvent.click(within(dialog).getByRole('button', { name: 'Register node' }))
    expect((await within(dialog).findByRole('alert')).textContent).toContain('There is a node named “edge-a” already')
  })
})

describe('deleting a node', () => {
  const openDialog = async () => {
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for edge-a' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete node' }))
    return screen.findByRole('dialog')
  }

  it('names what it takes away, and asks', async () => {
    const received = await serveConsole({
      at: '/nodes',
      answers: {
        ...listed,
        'node/deleteNode': { data: 'OK' },
        'application/listNodeDeploy': { data: { total: 0, Total: 0, appDeploys: [] } },
      },
    })
    renderPage(<NodesPage />)
    const dialog = await openDialog()
    expect(dialog.textContent).toContain('Delete the node edge-a?')
    expect(dialog.textContent).toContain('node-158d5533edfda577f3261105c91bc5e4')
    expect(asked(received, 'node/deleteNode')).toEqual([])
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete node' }))
    expect(await screen.findByText('edge-a is being deleted.')).toBeDefined()
    expect(asked(received, 'node/deleteNode')[0]?.content).toEqual({ name: 'edge-a' })
  })

  it('shows what stands in the way', async () => {
    const appDeploys = [{ id: 7, appName: 'line cam', version: '1.0', nodeName: 'edge-a', status: 'Running' }]
    await serveConsole({
      at: '/nodes',
      answers: { ...listed, 'application/listNodeDeploy': { data: { total: 3, Total: 3, appDeploys } } },
    })
    renderPage(<NodesPage />)
    const dialog = await openDialog()
    const link = await within(dialog).findByRole('link', { name: 'line cam 1.0' })
    expect(link.getAttribute('href')).toBe('/applications/version?app=line+cam&version=1.0')
    expect(dialog.textContent).toContain('and 2 more')
    expect(within(dialog).getByRole('button', { name: 'Delete node' }).hasAttribute('disabled')).toBe(true)
  })

  it('takes off what stands in the way, and is free to delete then', async () => {
    const deployment = (id: number, appName: string) => ({
      id,
      appName,
      version: '1.0',
      nodeName: 'edge-a',
      status: 'Running',
    })
    let appDeploys = [deployment(7, 'cam'), deployment(8, 'till')]
    const total = () => appDeploys.length
    const received = await serveConsole({
      at: '/nodes',
      answers: {
        ...listed,
        'application/listNodeDeploy': () => ({ data: { total: total(), Total: total(), appDeploys } }),
        'application/undeployApplication': ({ content }) => {
          const { appName } = content as { appName: string }
          appDeploys = appDeploys.filter((one) => one.appName !== appName)
          return { data: 'OK' }
        },
      },
    })
    renderPage(<NodesPage />)
    const dialog = await openDialog()
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Take all 2 off' }))
    await within(dialog).findByText(/node-158d5533edfda577f3261105c91bc5e4/)
    expect(asked(received, 'application/undeployApplication').map(({ content }) => content)).toEqual([
      { appName: 'cam', version: '1.0', nodeNames: ['edge-a'] },
      { appName: 'till', version: '1.0', nodeNames: ['edge-a'] },
    ])
    expect(within(dialog).getByRole('button', { name: 'Delete node' }).hasAttribute('disabled')).toBe(false)
  })
})
