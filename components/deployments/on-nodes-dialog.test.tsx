import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Answer } from '@/lib/client/testing/portal-server'
import { OnNodesDialog } from './on-nodes-dialog'

async function open(act: 'deploy' | 'undeploy', nodeNames: string[], answer: Answer) {
  const received = await serveConsole({ at: '/', answers: { [`application/${act}Application`]: answer } })
  const events: unknown[] = []
  renderPage(
    <OnNodesDialog
      act={act}
      appName="door"
      version="1.0"
      nodeNames={nodeNames}
      onDone={(names) => events.push(names)}
      onClose={() => events.push('closed')}
    />,
  )
  return { received, events }
}

const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('names the nodes before, and tells which it was done on', async () => {
  const { events, received } = await open('deploy', ['edge-a', 'edge-b'], { data: 'OK' })
  screen.getByText('Deploy door 1.0 to 2 nodes?')
  screen.getByText('edge-b')
  click('Deploy')
  await waitFor(() => expect(events).toEqual([['edge-a', 'edge-b'], 'closed']))
  expect(received.map(({ content }) => content)).toEqual([
    { appName: 'door', version: '1.0', nodeNames: ['edge-a', 'edge-b'] },
  ])
})

it('says of each node why not, where some failed', async () => {
  const results = [
    { nodeName: 'edge-a', ok: true, reason: '' },
    { nodeName: 'edge-b', ok: false, reason: 'the version does not run on arm64', code: 'arch' },
    { nodeName: 'edge-c', ok: false, reason: 'something new' },
  ]
  const { events } = await open('deploy', ['edge-a', 'edge-b', 'edge-c'], {
    status: 400,
    code: 30000,
    msg: 'part of deploy fails',
    data: { results },
  })
  click('Deploy')
  await screen.findByText('2 of 3 nodes could not be deployed to')
  const rows = screen.getAllByRole('listitem').map((row) => row.textContent)
  expect(rows).toEqual([
    'edge-bThe version does not run on this node’s architecture.',
    'edge-csomething new',
    'edge-aIs being deployed',
  ])
  click('Close')
  expect(events).toEqual([['edge-a'], 'closed'])
})

it('counts nothing as done where all failed', async () => {
  const results = [{ nodeName: 'edge-a', ok: false, reason: 'this version is not on the node', code: 'notOnNode' }]
  const answer = { status: 400, code: 30000, msg: 'all of undeploy fails', data: { results } }
  const { events } = await open('undeploy', ['edge-a'], answer)
  click('Undeploy')
  await screen.findByText('It is not on the node.')
  click('Close')
  expect(events).toEqual(['closed'])
})

it('shows an error that is of no node, and may be tried again', async () => {
  const { events } = await open('deploy', ['edge-a'], {
    status: 400,
    code: 30000,
    msg: 'deploy failed! status not published',
  })
  click('Deploy')
  await screen.findByText('The version is not published. Publish it first.')
  expect(events).toEqual([])
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Deploy' }).disabled).toBe(false)
})

it('asks for fewer where there are more than one change may name', async () => {
  await open(
    'deploy',
    Array.from({ length: 1001 }, (_, at) => `edge-${at}`),
    { data: 'OK' },
  )
  screen.getByText('At most 1,000 nodes at once. Choose fewer.')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Deploy' }).disabled).toBe(true)
})
