import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { AccountMenu } from './account-menu'
import { isWithin, NavigationLinks } from './navigation-links'
import { SessionGate } from './session-gate'

describe('the navigation', () => {
  it.each([
    ['/nodes', '/nodes', true],
    ['/nodes/view', '/nodes', true],
    ['/nodes-old', '/nodes', false],
    ['/', '/', true],
    ['/nodes', '/', false],
  ])('at %s: %s is current: %s', (pathname, href, expected) => expect(isWithin(pathname, href)).toBe(expected))

  it('says which part of the console this is', async () => {
    await serveConsole({ at: '/images/org?org=a', answers: {} })
    renderPage(<NavigationLinks />)
    const current = screen.getAllByRole('link').filter((link) => link.getAttribute('aria-current') === 'page')
    expect(current.map(({ textContent }) => textContent)).toEqual(['Images'])
  })

  it('counts what needs attention, and leads to it', async () => {
    const attention = { data: { offlineNodes: 3, abnormalDeployments: 1200 } }
    await serveConsole({ at: '/', answers: { 'overview/attention': attention } })
    renderPage(<NavigationLinks />)
    const nodes = await screen.findByRole('link', { name: '3 nodes offline' })
    expect([nodes.textContent, nodes.getAttribute('href')]).toEqual(['3', '/nodes?status=Offline'])
    const deployments = screen.getByRole('link', { name: '1,200 deployments abnormal' })
    expect([deployments.textContent, deployments.getAttribute('href')]).toEqual([
      '1.2K',
      '/deployments?status=Abnormal',
    ])
  })

  it('says nothing once all is well again', async () => {
    let offlineNodes = 3
    const attention = () => ({ data: { offlineNodes, abnormalDeployments: 0 } })
    await serveConsole({ at: '/', answers: { 'overview/attention': attention } })
    renderPage(<NavigationLinks />)
    await screen.findByRole('link', { name: '3 nodes offline' })
    offlineNodes = 0
    fireEvent(window, new Event('online'))
    await waitFor(() => expect(screen.getAllByRole('link')).toHaveLength(5))
  })
})

describe('the session', () => {
  it('shows pages only once it is known who looks at them', async () => {
    await serveConsole({ at: '/nodes', answers: {} })
    renderPage(<SessionGate>{'the page'}</SessionGate>)
    expect(screen.queryByText('the page')).toBeNull()
    expect(await screen.findByText('the page')).toBeDefined()
  })

  it('that is over leads to the sign-in and back', async () => {
    const session = () => ({ status: 401, raw: '{"code":20002,"msg":"Cannot authorize"}' })
    await serveConsole({ at: '/nodes?page=2', session, answers: {} })
    renderPage(<SessionGate>{'the page'}</SessionGate>)
    await waitFor(() => expect(window.location.pathname).toBe('/login'))
    expect(new URLSearchParams(window.location.search).get('next')).toBe('/nodes?page=2')
  })

  it('that cannot be asked for says so, and lets try again', async () => {
    let broken = true
    const session = () => (broken ? { status: 502, raw: 'no' } : { raw: '{"userName":"ana","role":"viewer"}' })
    await serveConsole({ at: '/nodes', session, answers: {} })
    renderPage(<SessionGate>{'the page'}</SessionGate>)
    const retry = await screen.findByRole('button', { name: 'Try again' })
    broken = false
    fireEvent.click(retry)
    expect(await screen.findByText('the page')).toBeDefined()
  })

  it('is named in the account menu, with what the role allows', async () => {
    await serveConsole({ at: '/nodes', role: 'viewer', answers: {} })
    renderPage(<AccountMenu />)
    fireEvent.click(await screen.findByRole('button', { name: 'Account: ana' }))
    expect(await screen.findByText('Viewer: may look, not change')).toBeDefined()
  })
})
