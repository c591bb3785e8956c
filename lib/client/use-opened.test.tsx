import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useRouter } from 'next/navigation'
import { expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { useOpened } from './use-opened'

function Page() {
  const router = useRouter()
  const [open, setOpen] = useOpened('register')
  return (
    <>
      <button onClick={() => setOpen(!open)}>{open ? 'open' : 'closed'}</button>
      <button onClick={() => router.push('/nodes?status=Online&register')}>lead</button>
    </>
  )
}

const address = () => window.location.pathname + window.location.search
const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('is opened by the address, which forgets that at once', async () => {
  await serveConsole({ at: '/nodes?register', answers: {} })
  renderPage(<Page />)
  expect(screen.getByText('open')).toBeDefined()
  await waitFor(() => expect(address()).toBe('/nodes'))
  click('open')
  expect(screen.getByText('closed')).toBeDefined()
})

it('is opened again when something leads to it, whatever else the address holds', async () => {
  await serveConsole({ at: '/nodes', answers: {} })
  renderPage(<Page />)
  expect(screen.getByText('closed')).toBeDefined()
  click('lead')
  await waitFor(() => expect(address()).toBe('/nodes?status=Online'))
  expect(screen.getByText('open')).toBeDefined()
})
