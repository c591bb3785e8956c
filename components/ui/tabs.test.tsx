import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderPage } from '@/components/testing/render-page'
import { Tabs } from './tabs'

const shown = () => screen.getByRole('tabpanel').textContent
const tab = (name: string) => screen.getByRole('tab', { name })

function show(at: string) {
  window.history.replaceState(null, '', at)
  renderPage(
    <Tabs
      label="Parts"
      keep={['app']}
      tabs={[
        { id: 'versions', label: 'Versions', content: () => 'all versions' },
        { id: 'where', label: 'Where it runs', content: () => 'all nodes' },
        { id: 'history', label: 'History', content: () => 'what happened' },
      ]}
    />,
  )
}

describe('tabs', () => {
  beforeEach(() => window.history.replaceState(null, '', '/'))
  afterEach(cleanup)

  it('show the first, and the one that is asked for', () => {
    show('/view?app=a+b&page=3')
    expect(shown()).toBe('all versions')
    fireEvent.click(tab('Where it runs'))
    expect(shown()).toBe('all nodes')
    expect(tab('Where it runs').getAttribute('aria-selected')).toBe('true')
    // The page of the list before is of no use here.
    expect(window.location.search).toBe('?app=a+b&tab=where')
    fireEvent.click(tab('Versions'))
    expect(window.location.search).toBe('?app=a+b')
  })

  it('are where the address says', () => {
    show('/view?app=a&tab=history')
    expect(shown()).toBe('what happened')
  })

  it('show the first for a name that there is not', () => {
    show('/view?app=a&tab=nothing')
    expect(shown()).toBe('all versions')
  })

  it('are one stop for the Tab key, and changed by arrow keys', () => {
    show('/view?app=a')
    const list = screen.getByRole('tablist', { name: 'Parts' })
    expect(screen.getAllByRole('tab').map((one) => one.tabIndex)).toEqual([0, -1, -1])
    fireEvent.keyDown(list, { key: 'ArrowRight' })
    expect(document.activeElement).toBe(tab('Where it runs'))
    fireEvent.keyDown(list, { key: 'End' })
    expect(shown()).toBe('what happened')
    fireEvent.keyDown(list, { key: 'ArrowRight' })
    expect(shown()).toBe('what happened')
    fireEvent.keyDown(list, { key: 'Home' })
    expect(document.activeElement).toBe(tab('Versions'))
    expect(shown()).toBe('all versions')
  })
})
