import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { ApiError } from '@/lib/client/api-error'
import { useNotify } from './notices'
import { useUndoable, type Undone } from './use-undoable'

const undo = vi.fn<() => Promise<Undone>>()

function Teller() {
  const notify = useNotify()
  const undoable = useUndoable()
  return (
    <>
      <button onClick={() => notify('saved')}>{'tell'}</button>
      <button onClick={() => notify('it failed', 'bad')}>{'warn'}</button>
      <button onClick={() => undoable({ text: 'edge-a is deleted', undo })}>{'act'}</button>
    </>
  )
}

async function press(...names: string[]): Promise<void> {
  await serveConsole({ at: '/', answers: {} })
  renderPage(<Teller />)
  for (const name of names) fireEvent.click(screen.getByRole('button', { name }))
  await screen.findByRole('region', { name: 'Notices' })
}

afterEach(() => {
  vi.useRealTimers()
  undo.mockReset()
})

describe('notices', () => {
  it('stand one above the other, failures as alerts, and can be dismissed', async () => {
    await press('tell', 'warn')
    expect(screen.getByRole('status').textContent).toBe('saved')
    expect(screen.getByRole('alert').textContent).toBe('it failed')
    fireEvent.click(screen.getAllByRole('button', { name: 'Dismiss' })[0] as HTMLElement)
    expect(screen.queryByText('saved')).toBeNull()
    expect(screen.getByText('it failed')).toBeDefined()
  })

  it('are at most four', async () => {
    await press('tell', 'tell', 'tell', 'tell', 'warn')
    expect(screen.getAllByText('saved')).toHaveLength(3)
  })

  it('take back what was done, by F8 and Enter', async () => {
    undo.mockResolvedValue({ ok: true, text: 'edge-a is back' })
    await press('tell', 'act')
    fireEvent.keyDown(document.body, { key: 'F8' })
    expect(document.activeElement?.textContent).toBe('Undo')
    fireEvent.click(document.activeElement as HTMLElement)
    expect(await screen.findByText('edge-a is back')).toBeDefined()
    expect(screen.queryByText('edge-a is deleted')).toBeNull()
  })

  it('go by themselves once one that had the focus is gone', async () => {
    undo.mockResolvedValue({ ok: true, text: 'edge-a is back' })
    await press('tell', 'act')
    vi.useFakeTimers()
    fireEvent.keyDown(document.body, { key: 'F8' })
    expect(document.activeElement?.textContent).toBe('Undo')
    fireEvent.click(document.activeElement as HTMLElement)
    act(() => void vi.advanceTimersByTime(60_000))
    vi.useRealTimers()
    await waitFor(() => expect(screen.queryByText('saved')).toBeNull())
  })

  it('say why something could not be taken back', async () => {
    undo.mockResolvedValue({ ok: false, error: new ApiError(10002, 'no', { status: 403 }) })
    await press('act')
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Your role does not allow this.')
  })

  it('go by themselves, but not while one is pointed at', async () => {
    await press('tell')
    vi.useFakeTimers()
    const region = screen.getByRole('region', { name: 'Notices' })
    fireEvent.mouseEnter(region)
    act(() => void vi.advanceTimersByTime(60_000))
    expect(screen.queryByText('saved')).not.toBeNull()
    fireEvent.mouseLeave(region)
    act(() => void vi.advanceTimersByTime(60_000))
    vi.useRealTimers()
    await waitFor(() => expect(screen.queryByText('saved')).toBeNull())
  })
})
