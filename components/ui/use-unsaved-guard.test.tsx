import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { useUnsavedGuard } from './use-unsaved-guard'

function Form() {
  const [text, setText] = useState('')
  useUnsavedGuard(text !== '')
  return (
    <>
      <input aria-label="text" value={text} onChange={(event) => setText(event.target.value)} />
      <a href="/nodes?page=2" onClick={(event) => event.preventDefault()}>
        {'nodes'}
      </a>
    </>
  )
}

async function show(typed: string): Promise<void> {
  await serveConsole({ at: '/form', answers: {} })
  renderPage(<Form />)
  fireEvent.change(screen.getByRole('textbox'), { target: { value: typed } })
}
const link = () => screen.getByText('nodes')

describe('a form with unsaved content', () => {
  it('is left only once the user agreed', async () => {
    await show('x')
    fireEvent.click(link())
    fireEvent.click(await screen.findByRole('button', { name: 'Stay here' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(window.location.pathname).toBe('/form')
    fireEvent.click(link())
    fireEvent.click(await screen.findByRole('button', { name: 'Leave' }))
    expect(window.location.pathname + window.location.search).toBe('/nodes?page=2')
  })

  it('is asked about by the browser before a reload, and not once it is saved', async () => {
    await show('x')
    const reload = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(reload()).toBe(false)
    fireEvent.change(screen.getByRole('textbox'), { target: { value: '' } })
    expect(reload()).toBe(true)
  })

  it('lets a link open in another tab', async () => {
    await show('x')
    fireEvent.click(link(), { ctrlKey: true })
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('asks nothing while nothing was entered', async () => {
    await show('')
    fireEvent.click(link())
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
