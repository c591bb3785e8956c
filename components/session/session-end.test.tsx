import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { useSession } from '@/lib/client/session'
import { isSessionEnded, sessionResumed } from '@/lib/client/session-end'
import { useChange } from '@/lib/client/use-change'
import { SessionEnd } from './session-end'

const ENDED = { status: 401, code: 20002, msg: 'Cannot authorize: the session has ended, sign in again' }
const user = (userId: number) => ({
  raw: JSON.stringify({ userName: userId === 1 ? 'ana' : 'ben', role: 'operator', clusterId: 0, groupId: 0, userId }),
})

/** A form in the middle of a page. */
function Page() {
  const { session } = useSession()
  const [name, setName] = useState('')
  const { run, error } = useChange('node/createNode')
  if (!session) return null
  return (
    <>
      <input aria-label="name" value={name} onChange={(event) => setName(event.target.value)} />
      <button onClick={() => void run({ name, nodeType: 'Generic' })}>{'save'}</button>
      <output>{error?.status}</output>
      <SessionEnd />
    </>
  )
}

let signedIn: number | undefined
async function loseSession() {
  signedIn = 1
  const received = await serveConsole({
    at: '/nodes',
    session: () => (signedIn === undefined ? { status: 401, raw: '{"code":20002,"msg":""}' } : user(signedIn)),
    answers: { 'node/createNode': () => (signedIn === undefined ? ENDED : { data: {} }) },
  })
  renderPage(<Page />)
  fireEvent.change(await screen.findByLabelText('name'), { target: { value: 'edge with a long name' } })
  signedIn = undefined
  fireEvent.click(screen.getByRole('button', { name: 'save' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Sign in again' }))
  return { received, dialog }
}

function submit(dialog: Awaited<ReturnType<typeof loseSession>>['dialog'], as: number) {
  signedIn = as
  fireEvent.change(dialog.getByLabelText('Password'), { target: { value: 'secret' } })
  fireEvent.click(dialog.getByRole('button', { name: 'Sign in' }))
}

afterEach(() => {
  if (isSessionEnded()) sessionResumed()
  vi.restoreAllMocks()
})

describe('a session that ends while a page is open', () => {
  it('is resumed over the page, and what was entered can be sent', async () => {
    const { received, dialog } = await loseSession()
    expect(dialog.getByLabelText<HTMLInputElement>('User name').value).toBe('ana')
    expect(window.location.pathname).toBe('/nodes')
    submit(dialog, 1)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByLabelText<HTMLInputElement>('name').value).toBe('edge with a long name')
    fireEvent.click(screen.getByRole('button', { name: 'save' }))
    await waitFor(() => expect(received.filter(({ path }) => path === 'node/createNode')).toHaveLength(2))
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe(''))
  })

  it('is not resumed by another user, for whom all is fetched anew', async () => {
    const { dialog } = await loseSession()
    const reload = vi.spyOn(window.location, 'reload').mockImplementation(() => undefined)
    submit(dialog, 2)
    await waitFor(() => expect(reload).toHaveBeenCalledOnce())
    expect(isSessionEnded()).toBe(true)
  })

  it('stays ended with a wrong password', async () => {
    const { dialog } = await loseSession()
    fireEvent.change(dialog.getByLabelText('Password'), { target: { value: 'wrong' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Sign in' }))
    expect((await dialog.findByRole('alert')).textContent).toBe('The name or the password is wrong.')
    expect(isSessionEnded()).toBe(true)
  })
})
