import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { deploymentRecord } from '@/components/applications/testing/records'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { Answer, Received } from '@/lib/client/testing/portal-server'
import { PlacesDialog, type PlacesAct } from './places-dialog'

const PATH = {
  undeploy: 'application/undeployApplication',
  retry: 'application/retryDeploy',
  rollback: 'application/rollbackDeploy',
} as const

const on = (nodeName: string, more: Partial<DeploymentRecord> = {}) => deploymentRecord({ nodeName, ...more })

async function open(act: PlacesAct, rows: DeploymentRecord[], answer: Answer | ((request: Received) => Answer)) {
  const received = await serveConsole({ at: '/', answers: { [PATH[act]]: answer } })
  const events: unknown[] = []
  renderPage(
    <PlacesDialog
      act={act}
      rows={rows}
      onDone={(done) => events.push(done.map(({ nodeName }) => nodeName))}
      onClose={() => events.push('closed')}
    />,
  )
  return { events, received, contents: () => received.map(({ content }) => content) }
}

const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const partly = (act: string, results: object[]) => ({
  status: 400,
  code: 30000,
  msg: `part of ${act} fails`,
  data: { results },
})

it('names what it takes away before it does', async () => {
  const { events, contents } = await open('undeploy', [on('edge-a'), on('edge-b')], { data: 'OK' })
  screen.getByText('Take door 1.0 off 2 nodes?')
  screen.getByText('edge-b')
  click('Undeploy')
  await waitFor(() => expect(events).toEqual([['edge-a', 'edge-b'], 'closed']))
  expect(contents()).toEqual([{ appName: 'door', version: '1.0', nodeNames: ['edge-a', 'edge-b'] }])
})

it('says that nodes which are offline go on as they are until they are back', async () => {
  const rows = [
    on('edge-a'),
    on('edge-b', { nodeStatus: 'Offline' }),
    on('edge-b', { appName: 'bell', nodeStatus: 'Offline' }),
  ]
  await open('undeploy', rows, { data: 'OK' })
  screen.getByText('1 node is offline: what runs there goes on until it is back, and is no longer listed here.')
})

it('asks for each version by itself, and for a rollback for each application', async () => {
  const rows = [
    on('edge-a', { version: '2.0', previousVersion: '1.0' }),
    on('edge-b', { version: '3.0', previousVersion: '1.0' }),
    on('edge-a', { appName: 'bell' }),
  ]
  const retried = await open('retry', rows, { data: 'OK' })
  screen.getByText('Restart 2 applications on 2 nodes?')
  screen.getByText('bell on edge-a')
  click('Restart')
  await waitFor(() => expect(retried.events).toHaveLength(2))
  expect(retried.contents()).toEqual([
    { appName: 'door', version: '2.0', nodeNames: ['edge-a'] },
    { appName: 'door', version: '3.0', nodeNames: ['edge-b'] },
    { appName: 'bell', version: '1.0', nodeNames: ['edge-a'] },
  ])
})

it('says from which version to which it rolls back', async () => {
  const back = (nodeName: string) => on(nodeName, { version: '2.0', previousVersion: '1.0' })
  const { events, contents } = await open('rollback', [back('edge-a'), back('edge-b'), on('edge-c')], { data: 'OK' })
  screen.getByText('From 2.0 back to 1.0: 2 nodes')
  screen.getByText('No version was there before: nothing is done: 1 node')
  click('Roll back')
  await waitFor(() => expect(events).toHaveLength(2))
  expect(contents()).toEqual([{ appName: 'door', nodeNames: ['edge-a', 'edge-b', 'edge-c'] }])
})

it('asks for more than one change may name in several changes', async () => {
  const rows = Array.from({ length: 1001 }, (_, at) => on(`edge-${at}`))
  const { events, contents } = await open('retry', rows, { data: 'OK' })
  screen.getByText('and 801 more')
  click('Restart')
  await waitFor(() => expect(events).toHaveLength(2))
  const sent = contents() as { nodeNames: string[] }[]
  expect(sent.map(({ nodeNames }) => nodeNames.length)).toEqual([1000, 1])
})

it('says of each node why not, where some failed', async () => {
  const results = [
    { nodeName: 'edge-a', ok: true, reason: '' },
    { nodeName: 'edge-b', ok: false, reason: 'this version is not on the node', code: 'notOnNode' },
    { nodeName: 'edge-c', ok: false, reason: 'something new' },
  ]
  const { events } = await open('undeploy', [on('edge-a'), on('edge-b'), on('edge-c')], partly('undeploy', results))
  click('Undeploy')
  await screen.findByText('It could not be taken off 2 of 3 nodes')
  screen.getByText('Taking it off 1 node.')
  const rows = screen.getAllByRole('listitem').map((row) => row.textContent)
  expect(rows).toEqual(['edge-bIt is not on the node.', 'edge-csomething new'])
  click('Close')
  expect(events).toEqual([['edge-a'], 'closed'])
})

it('goes on after an error where it ended, and does nothing twice', async () => {
  const rows = [on('edge-a'), on('edge-b', { version: '2.0' })]
  let broken = true
  const { events, contents } = await open('undeploy', rows, ({ content }) => {
    const { version } = content as { version: string }
    return version === '2.0' && broken ? { status: 400, code: 30000, msg: 'not now' } : { data: 'OK' }
  })
  click('Undeploy')
  await screen.findByRole('alert')
  expect(events).toEqual([])
  broken = false
  click('Undeploy')
  await waitFor(() => expect(events).toEqual([['edge-a', 'edge-b'], 'closed']))
  expect(contents().map((content) => (content as { version: string }).version)).toEqual(['1.0', '2.0', '2.0'])
})

it('rolls back once, however often it is tried after answers that were lost', async () => {
  let lost = 3
  const { events, received } = await open('rollback', [on('edge-a', { version: '2.0', previousVersion: '1.0' })], () =>
    lost-- > 0 ? { status: 502, raw: 'Bad Gateway' } : { data: 'OK' },
  )
  click('Roll back')
  await screen.findByRole('alert')
  expect(received).toHaveLength(3)
  click('Roll back')
  await waitFor(() => expect(events).toHaveLength(2))
  expect(received).toHaveLength(4)
  expect(new Set(received.map(({ msgId }) => msgId)).size).toBe(1)
})
