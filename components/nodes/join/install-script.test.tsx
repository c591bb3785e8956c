import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { InstallScript } from './install-script'

const script = { command: "curl -fsSL 'https://x/api/join/t' | sudo sh", commandExpiresAt: new Date().toISOString() }

async function shown(warnings: string[]) {
  const parts = { cluster: { ok: true, detail: 'Kubernetes v1.31.4' } }
  await serveConsole({
    at: '/nodes/join',
    health: () => ({ raw: JSON.stringify({ parts, warnings }) }),
    answers: { 'node/scripts': { data: { ...script, script: '#!/bin/sh' } } },
  })
  renderPage(<InstallScript name="edge-a" arch="arm64" />)
  return screen.findByLabelText('Command')
}

describe('the command that joins a machine', () => {
  it('is shown with a warning where no other machine can fetch from its address', async () => {
    expect((await shown(['publicUrlLocal'])).textContent).toBe(script.command)
    expect((await screen.findByRole('note')).textContent).toContain('PUBLIC_URL')
  })

  it('is made anew when somebody asks for it', async () => {
    let made = 0
    const next = () => ({ data: { ...script, command: `command ${++made}`, script: '#!/bin/sh' } })
    await serveConsole({ at: '/nodes/join', answers: { 'node/scripts': next } })
    renderPage(<InstallScript name="edge-b" arch="arm64" />)
    const before = (await screen.findByLabelText('Command')).textContent
    fireEvent.click(screen.getByRole('button', { name: 'New command' }))
    await waitFor(() => expect(screen.getByLabelText('Command').textContent).not.toBe(before))
  })

  it('is shown without where they can', async () => {
    await shown(['jwtSecretOwn'])
    expect(screen.queryByRole('note')).toBeNull()
  })
})
