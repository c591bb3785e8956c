import { act, screen, waitFor } from '@testing-library/react'
import { useSearchParams } from 'next/navigation'
import { beforeEach, describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { links } from '@/lib/client/links'
import { placesIn } from '@/lib/client/places'
import { PageFollower } from './page-follower'

/** A page whose heading is there at once, later, or below a field that wants the focus. */
function Page() {
  const params = useSearchParams()
  const name = params.get('name') ?? 'list'
  return (
    <main tabIndex={-1}>
      {params.has('form') && <input aria-label="field" autoFocus />}
      {!params.has('late') && <h1>{name}</h1>}
    </main>
  )
}

async function show(at: string) {
  const received = await serveConsole({ at, answers: {} })
  renderPage(
    <>
      <PageFollower />
      <Page />
    </>,
  )
  await waitFor(() => expect(received.map(({ path }) => path)).toContain('/api/session'))
}

const go = (href: string) => act(() => window.history.pushState(null, '', href))
const focused = () => document.activeElement?.textContent
const kept = () => placesIn(localStorage.getItem('recent-places-1')).map(({ names }) => names[0])

beforeEach(() => localStorage.clear())

describe('the focus', () => {
  it('stays where the browser put it when the first page opens', async () => {
    await show('/nodes')
    expect(document.activeElement).toBe(document.body)
  })

  it('goes to the heading of each page that is gone to', async () => {
    await show('/nodes')
    go(links.node('a'))
    expect(focused()).toBe('a')
    expect(screen.getByRole('heading').tabIndex).toBe(-1)
    go(links.node('b'))
    expect(focused()).toBe('b')
  })

  it('does not move when the same page shows something else', async () => {
    await show(links.node('a'))
    go(`${links.node('a')}&tab=events`)
    expect(document.activeElement).toBe(document.body)
  })

  it('waits for a heading that comes with the data', async () => {
    await show('/nodes')
    go(`${links.node('a')}&late`)
    expect(document.activeElement).toBe(screen.getByRole('main'))
    go(links.node('a'))
    await waitFor(() => expect(focused()).toBe('a'))
  })

  it('is left to a form that takes it', async () => {
    await show('/nodes')
    go(`${links.node('a')}&form`)
    expect(document.activeElement).toBe(screen.getByLabelText('field'))
  })
})

describe('what was looked at', () => {
  it('is remembered, the last first', async () => {
    await show(links.node('x'))
    go(links.application('till'))
    await waitFor(() => expect(kept().slice(0, 2)).toEqual(['till', 'x']))
    go('/nodes')
    go(links.node('x'))
    await waitFor(() => expect(kept().slice(0, 2)).toEqual(['x', 'till']))
  })
})
