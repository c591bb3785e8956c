import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Answer } from '@/lib/client/testing/portal-server'
import { useTellDone } from './use-tell-done'

const PLACES = ['edge-a', 'edge-b'].map((nodeName) => ({ appName: 'door', version: '2.0', nodeName }))

function Updated() {
  const tellDone = useTellDone()
  return <button onClick={() => tellDone('deploy', PLACES, 'rollback')}>{'update'}</button>
}

async function undo(answer: Answer) {
  const received = await serveConsole({ at: '/', answers: { 'application/rollbackDeploy': answer } })
  renderPage(<Updated />)
  fireEvent.click(screen.getByRole('button', { name: 'update' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  return received
}

it('takes an update back where it was done', async () => {
  const received = await undo({ data: 'OK' })
  await screen.findByText('Rolling back on 2 nodes.')
  expect(received.map(({ content }) => content)).toEqual([{ appName: 'door', nodeNames: ['edge-a', 'edge-b'] }])
})

it('says where an update could not be taken back', async () => {
  const results = [{ nodeName: 'edge-b', ok: false, reason: 'there was no version before', code: 'no-previous' }]
  await undo({ status: 400, code: 30000, msg: 'part of deploy fails', data: { results } })
  await screen.findByText('It could not be rolled back on 1 of 2 nodes')
})

it('says why an update could not be taken back', async () => {
  await undo({ status: 403, code: 10002, msg: 'no' })
  await screen.findByText('Your role does not allow this.')
})
