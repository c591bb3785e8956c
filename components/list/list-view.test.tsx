import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { useListQuery } from '@/lib/client/use-list-query'
import type { Column } from './columns'
import { ListView } from './list-view'

const spec = { sortable: ['name'], filters: {} } as const
interface Row {
  name: string
  state: string
}
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', sortBy: 'name', cell: ({ name }) => <a href={`#${name}`}>{name}</a> },
  { id: 'state', header: 'State', card: 'beside', cell: ({ state }) => state },
  { id: 'size', header: 'Size', cell: () => '7', isNone: ({ name }) => name === 'c' },
  { id: 'more', header: 'More', card: 'none', cell: () => 'hidden on a phone' },
  { id: 'rare', header: 'Rare', hiddenByDefault: true, card: 'none', cell: () => '8' },
]
const rows = ['a', 'b', 'c'].map((name) => ({ name, state: `state of ${name}` }))

const acted = vi.fn()
const bulk = {
  actions: [{ label: 'Take away', onSelect: acted, destructive: true }],
  allMatching: () => Promise.resolve(['y', 'z']),
}

function Harness({ total = 3, name }: { total?: number; name?: string }) {
  const control = useListQuery(spec)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  return (
    <>
      <output>{[...selected].join()}</output>
      <ListView
        label="Things"
        name={name}
        control={control}
        rows={rows}
        total={total}
        error={undefined}
        onRetry={() => undefined}
        columns={columns}
        rowKey={({ name }) => name}
        rowName={({ name }) => name}
        selection={{ selected, onChange: setSelected, disabled: (key) => key === 'c' }}
        bulk={bulk}
        empty={null}
      />
    </>
  )
}

function setWidth(width: number): void {
  const { happyDOM } = window as Window & { happyDOM?: { setViewport: (size: { width: number }) => void } }
  happyDOM?.setViewport({ width })
}

async function show(at = '/things', total?: number): Promise<void> {
  await serveConsole({ at, answers: {} })
  renderPage(<Harness total={total} />)
}

const chosen = () => screen.getAllByRole('status').length && document.querySelector('output')?.textContent
const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })

/** Longer than the search waits for the next letter. */
const PAUSE_MS = 500

afterEach(() => {
  vi.useRealTimers()
  setWidth(1024)
  localStorage.clear()
})

describe('a list', () => {
  it('is walked with the arrow keys, and selected with x', async () => {
    await show()
    const [, a, b, c] = screen.getAllByRole('row') as [HTMLElement, HTMLElement, HTMLElement, HTMLElement]
    a.focus()
    fireEvent.keyDown(a, { key: 'ArrowDown' })
    expect(document.activeElement).toBe(b)
    fireEvent.keyDown(b, { key: 'x' })
    expect(chosen()).toBe('b')
    fireEvent.keyDown(b, { key: 'Home' })
    fireEvent.keyDown(a, { key: 'ArrowUp' })
    expect(document.activeElement).toBe(a)
    fireEvent.keyDown(a, { key: 'x', ctrlKey: true })
    expect(chosen()).toBe('b')
    fireEvent.keyDown(a, { key: 'End' })
    expect(document.activeElement).toBe(c)
    fireEvent.keyDown(c, { key: 'Escape' })
    expect(chosen()).toBe('')
    expect(fireEvent.keyDown(box('Select b'), { key: 'x' })).toBe(false)
    expect(chosen()).toBe('b')
  })

  it('opens a row with Enter, but leaves the key to what is in the row', async () => {
    await show()
    const row = screen.getAllByRole('row')[2] as HTMLElement
    const clicked = vi.fn()
    screen.getByRole('link', { name: 'b' }).addEventListener('click', clicked)
    fireEvent.keyDown(box('Select b'), { key: 'Enter' })
    expect(clicked).not.toHaveBeenCalled()
    fireEvent.keyDown(row, { key: 'Enter' })
    expect(clicked).toHaveBeenCalledOnce()
  })

  it('is one stop in the tab order: the row that had the focus last', async () => {
    await show()
    const stops = () => [...document.querySelectorAll('[data-row]')].map((row) => (row as HTMLElement).tabIndex)
    const links = () => ['a', 'b', 'c'].map((name) => screen.getByRole('link', { name }).tabIndex)
    expect(stops()).toEqual([0, -1, -1])
    expect(links()).toEqual([0, -1, -1])
    act(() => screen.getByRole('link', { name: 'c' }).focus())
    expect(stops()).toEqual([-1, -1, 0])
    expect(links()).toEqual([-1, -1, 0])
  })

  it('keeps the letters that are typed while the address follows, and takes those that the address brings', async () => {
    await show()
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Search by name' })
    for (const text of ['abc', 'abcd']) {
      fireEvent.change(field, { target: { value: text } })
      await waitFor(() => expect(window.location.search).toBe(`?search=${text}`))
      expect(field.value).toBe(text)
    }
    const searched = window.location.href
    fireEvent.click(await screen.findByRole('button', { name: 'Clear all' }))
    await waitFor(() => expect(field.value).toBe(''))
    act(() => window.history.pushState(null, '', searched))
    await waitFor(() => expect(field.value).toBe('abcd'))
  })

  it('remembers how dense it is and which columns it has', async () => {
    await show()
    fireEvent.click(screen.getByRole('button', { name: 'Compact rows' }))
    fireEvent.click(screen.getByRole('button', { name: 'Columns' }))
    const item = await screen.findByRole('menuitemcheckbox', { name: 'State' })
    expect(screen.getByRole('menuitemcheckbox', { name: 'Name' }).getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByRole('menuitemcheckbox', { name: 'Rare' }).getAttribute('aria-checked')).toBe('false')
    fireEvent.click(item)
    fireEvent.click(screen.getByRole('menuitemcheckbox', { name: 'Rare' }))
    cleanup()
    renderPage(<Harness />)
    const headers = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent)
    expect(headers()).toEqual(['', 'Name', 'Size', 'More', 'Rare'])
    expect(screen.getByRole('button', { name: 'Compact rows' }).getAttribute('aria-pressed')).toBe('true')
    fireEvent.click(screen.getByRole('button', { name: 'Columns' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'As by default' }))
    expect(headers()).toEqual(['', 'Name', 'State', 'Size', 'More'])
  })

  it('remembers the columns of several lists on a page apart', async () => {
    localStorage.setItem('list-columns:/things', '{"state":false}')
    localStorage.setItem('list-columns:/things others', '{"size":false}')
    await serveConsole({ at: '/things', answers: {} })
    const headers = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent)
    renderPage(<Harness />)
    expect(headers()).toEqual(['', 'Name', 'Size', 'More'])
    cleanup()
    renderPage(<Harness name="others" />)
    expect(headers()).toEqual(['', 'Name', 'State', 'More'])
  })

  it('takes what is kept in the browser for nothing where it is not its own', async () => {
    localStorage.setItem('list-columns:/things', '[1')
    localStorage.setItem('list-density', 'loose')
    await show()
    expect(screen.getAllByRole('columnheader')).toHaveLength(5)
    expect(screen.getByRole('button', { name: 'Compact rows' }).getAttribute('aria-pressed')).toBe('false')
  })

  it('shows what can be done with the selection, and selects all that match', async () => {
    await show('/things', 35)
    expect(screen.queryByRole('toolbar')).toBeNull()
    fireEvent.click(box('Select a'))
    expect(screen.getByRole('toolbar').textContent).toContain('1 selected')
    fireEvent.click(screen.getByRole('button', { name: 'Select all 35 that match' }))
    await waitFor(() => expect(chosen()).toBe('a,y,z'))
    fireEvent.click(screen.getByRole('button', { name: 'Take away' }))
    expect(acted).toHaveBeenCalledWith(['a', 'y', 'z'])
    fireEvent.click(screen.getByRole('button', { name: 'Clear the selection' }))
    expect(screen.queryByRole('toolbar')).toBeNull()
  })

  it('selects all that can be, and none again', async () => {
    await show()
    fireEvent.click(box('Select all on this page'))
    expect(chosen()).toBe('a,b')
    expect(box('Select c').disabled).toBe(true)
    fireEvent.click(box('Select all on this page'))
    expect(chosen()).toBe('')
  })

  it('has its search under the slash key, but not while one types', async () => {
    await show()
    const search = screen.getByRole('textbox', { name: 'Search by name' })
    fireEvent.keyDown(document.body, { key: '/' })
    expect(document.activeElement).toBe(search)
    fireEvent.change(search, { target: { value: 'a' } })
    expect(fireEvent.keyDown(search, { key: '/' })).toBe(true)
    fireEvent.keyDown(search, { key: 'Escape' })
    expect((search as HTMLInputElement).value).toBe('')
  })

  it('does not search for half a Chinese word', async () => {
    await show()
    const search = screen.getByRole('textbox', { name: 'Search by name' })
    vi.useFakeTimers()
    fireEvent.compositionStart(search)
    fireEvent.change(search, { target: { value: 'shang' } })
    act(() => void vi.advanceTimersByTime(PAUSE_MS))
    expect(window.location.search).toBe('')
    fireEvent.change(search, { target: { value: '上海' } })
    fireEvent.compositionEnd(search)
    act(() => void vi.advanceTimersByTime(PAUSE_MS))
    expect(new URLSearchParams(window.location.search).get('search')).toBe('上海')
  })

  it('turns pages, and starts at the first with another size', async () => {
    await show('/things?page=2&size=10', 35)
    expect(screen.getByText('11–20 of 35')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Next page' }))
    expect(window.location.search).toBe('?page=3&size=10')
    fireEvent.change(screen.getByRole('combobox', { name: 'Rows per page' }), { target: { value: '50' } })
    expect(window.location.search).toBe('?size=50')
    expect(screen.getByRole('button', { name: 'Next page' }).hasAttribute('disabled')).toBe(true)
  })

  it('sorts by the columns that can be sorted by', async () => {
    await show('/things?page=2', 35)
    fireEvent.click(screen.getByRole('button', { name: 'Name' }))
    expect(window.location.search).toBe('?sort=name')
    expect(screen.getByRole('columnheader', { name: /Name/ }).getAttribute('aria-sort')).toBe('ascending')
    expect(screen.queryByRole('button', { name: 'Size' })).toBeNull()
  })

  it('becomes cards on a phone, with the facts that matter', async () => {
    setWidth(360)
    await show()
    expect(screen.queryByRole('table')).toBeNull()
    expect(screen.getAllByRole('listitem')).toHaveLength(3)
    expect(screen.getByText('state of a')).toBeDefined()
    expect(screen.getAllByText('Size')).toHaveLength(2)
    expect(screen.queryByText('hidden on a phone')).toBeNull()
    fireEvent.click(box('Select b'))
    expect(chosen()).toBe('b')
  })
})
