import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { nodeRecord, serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Received } from '@/lib/client/testing/portal-server'
import { NodesPage } from './nodes-page'

const nodes = [
  nodeRecord(),
  nodeRecord({ id: 2, name: 'edge-b', status: 'Offline' }),
  nodeRecord({ id: 3, name: 'edge-c', deployCount: 2 }),
]
const nameOf = ({ content }: Received) => (content as { name: string }).name
const deletions = (received: Received[]) => received.filter(({ path }) => path === 'node/deleteNode')

async function selectAllAndDelete() {
  renderPage(<NodesPage />)
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Select all on this page' }))
  fireEvent.click(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Delete' }))
  return screen.findByRole('dialog')
}

describe('deleting several nodes', () => {
  it('names what stands in the way, asks, and deletes the others', async () => {
    const received = await serveConsole({
      at: '/nodes',
      answers: { 'node/listNode': { data: { total: 3, nodes } }, 'node/deleteNode': { data: 'OK' } },
    })
    const dialog = await selectAllAndDelete()
    within(dialog).getByRole('heading', { name: 'Delete 3 nodes?' })
    const inTheWay = within(dialog).getByRole('link', { name: '2 deployments on it' })
    expect(inTheWay.getAttribute('href')).toBe('/nodes/view?name=edge-c&tab=deployments')
    expect(deletions(received)).toEqual([])
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete 2 nodes' }))
    await within(dialog).findByText('2 of 3 are done.')
    expect(deletions(received).map(nameOf).sort()).toEqual(['edge-a', 'edge-b'])
    fireEvent.click(within(dialog).getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    // What was left out stays selected.
    expect(await screen.findAllByText('1 selected')).not.toEqual([])
  })

  it('says of each why it failed, and tries those again', async () => {
    let refuses = true
    const deleteNode = (request: Received) =>
      refuses && nameOf(request) === 'edge-b'
        ? { status: 400, code: 30000, msg: 'application deploy exist' }
        : { data: 'OK' }
    const received = await serveConsole({
      at: '/nodes',
      answers: { 'node/listNode': { data: { total: 2, nodes: nodes.slice(0, 2) } }, 'node/deleteNode': deleteNode },
    })
    const dialog = await selectAllAndDelete()
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete 2 nodes' }))
    const failed = await within(dialog).findByText(/deploy/)
    expect(failed.closest('li')?.textContent).toContain('edge-b')
    refuses = false
    fireEvent.click(within(dialog).getByRole('button', { name: 'Try again' }))
    await within(dialog).findByText('All of them are done.')
    expect(deletions(received).map(nameOf).sort()).toEqual(['edge-a', 'edge-b', 'edge-b'])
  })

  it('tries one that got no answer again under the same message id', async () => {
    let fails = true
    const deleteNode = () => (fails ? { status: 500, code: 10003, msg: 'Internal Server Error' } : { data: 'OK' })
    const received = await serveConsole({
      at: '/nodes',
      answers: { 'node/listNode': { data: { total: 2, nodes: [nodes[0], nodes[2]] } }, 'node/deleteNode': deleteNode },
    })
    const dialog = await selectAllAndDelete()
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete 1 node' }))
    const again = await within(dialog).findByRole('button', { name: 'Try again' })
    fails = false
    fireEvent.click(again)
    await within(dialog).findByText('1 of 2 are done.')
    const ids = deletions(received).map(({ msgId }) => msgId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('selects what is on other pages too', async () => {
    const answer = ({ content }: Received) => {
      const { pageSize } = content as { pageSize: number }
      return { data: { total: 3, nodes: pageSize > 100 ? nodes : nodes.slice(0, 1) } }
    }
    await serveConsole({ at: '/nodes', answers: { 'node/listNode': answer } })
    renderPage(<NodesPage />)
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Select edge-a' }))
    fireEvent.click(screen.getByRole('button', { name: 'Select all 3 that match' }))
    await screen.findAllByText('3 selected')
    fireEvent.click(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Delete' }))
    const items = within(await screen.findByRole('dialog')).getAllByRole('listitem')
    expect(items.map(({ textContent }) => textContent)).toEqual(['edge-a', 'edge-b', 'edge-c2 deployments on it'])
  })

  it('lets a viewer copy the names, and no more', async () => {
    await serveConsole({ at: '/nodes', role: 'viewer', answers: { 'node/listNode': { data: { total: 3, nodes } } } })
    renderPage(<NodesPage />)
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Select edge-b' }))
    const buttons = within(screen.getByRole('toolbar')).getAllByRole('button')
    await waitFor(() => expect(buttons.map(({ textContent }) => textContent)).toContain('Copy names'))
    expect(within(screen.getByRole('toolbar')).queryByRole('button', { name: 'Delete' })).toBeNull()
  })
})
