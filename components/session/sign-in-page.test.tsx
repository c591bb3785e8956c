import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Answer } from '@/lib/client/testing/portal-server'
import { SignInPage } from './sign-in-page'

async function signIn(at: string, answer: Answer) {
  const received = await serveConsole({ at, session: () => answer, answers: {} })
  renderPage(<SignInPage />)
  const button = screen.getByRole('button', { name: 'Sign in' })
  expect(button.hasAttribute('disabled')).toBe(true)
  fireEvent.change(screen.getByLabelText('User name'), { target: { value: 'admin' } })
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'secret word' } })
  fireEvent.click(button)
  return received
}

const ok = { raw: '{"userName":"admin","role":"admin","clusterId":0,"groupId":0,"userId":1}' }

describe('the sign-in', () => {
  it('goes on to where the user was', async () => {
    const received = await signIn('/login?next=%2Fnodes%3Fstatus%3DOnline', ok)
    await waitFor(() => expect(window.location.pathname + window.location.search).toBe('/nodes?status=Online'))
    expect(received[0]).toMatchObject({ path: '/api/session', method: 'POST' })
  })

  it('goes nowhere outside of the console', async () => {
    await signIn('/login?next=%2F%2Fevil.example%2F', ok)
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(window.location.hostname).toBe('127.0.0.1')
  })

  it.each<[string, Answer, string]>([
    ['a wrong password', { status: 401, raw: '{"code":20002,"msg":"…"}' }, 'The name or the password is wrong.'],
    [
      'too many attempts',
      { status: 429, raw: '{"code":20002,"msg":"…","data":{"seconds":30}}' },
      'Too many attempts. Try again in 30 seconds.',
    ],
    [
      'a proxy in trouble',
      { status: 502, raw: '<html>' },
      'The console did not answer. Check the connection and try again.',
    ],
  ])('says what to do about %s, and lets try again', async (_, answer, text) => {
    await signIn('/login', answer)
    expect((await screen.findByRole('alert')).textContent).toBe(text)
    expect(window.location.pathname).toBe('/login')
    expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('disabled')).toBe(false)
  })

  it('shows the password when asked to', async () => {
    await serveConsole({ at: '/login', answers: {} })
    renderPage(<SignInPage />)
    const password = screen.getByLabelText('Password')
    expect(password.getAttribute('type')).toBe('password')
    fireEvent.click(screen.getByRole('button', { name: 'Show the password' }))
    expect(password.getAttribute('type')).toBe('text')
  })
})
