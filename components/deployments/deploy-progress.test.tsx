import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { deploymentRecord, versionRecord } from '@/components/applications/testing/records'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { DeploymentStatus } from '@/lib/deployments/schema'
import { DeployProgress } from './deploy-progress'

const NONE = { Init: 0, Deploying: 0, Running: 0, Abnormal: 0, Completed: 0, UpdateInit: 0, Deleting: 0 }

async function open(counts: Partial<Record<DeploymentStatus, number>>, offline = 0, role?: 'viewer') {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const failed = ['edge-a', 'edge-b'].map((nodeName, at) => deploymentRecord({ id: at + 1, nodeName }))
  const update = { new: 0, update: 20, unchanged: 0, refused: 0, offline: 1, short: 0 }
  const received = await serveConsole({
    at: '/',
    ...(role ? { role } : {}),
    answers: {
      'application/summarizeDeploy': { data: { total, offline, counts: { ...NONE, ...counts } } },
      'application/listDeploy': { data: { total: 2, Total: 2, appDeploys: failed } },
      'application/retryDeploy': { data: 'OK' },
      'application/listApplicationVersion': {
        data: { total: 2, appVersions: [versionRecord({ version: '1.1' }), versionRecord()] },
      },
      'application/listDeployTarget': { data: { total: 20, counts: update, targets: [] } },
    },
  })
  renderPage(<DeployProgress appName="door" version="1.0" />)
  return (path: string) => received.filter((request) => request.path === path).map(({ content }) => content)
}

it('says how far it is, and how many fail or wait for their node', async () => {
  await open({ Running: 15, Completed: 1, Deploying: 3, Init: 1, Abnormal: 2, Deleting: 1 }, 4)
  await screen.findByText('19 of 23 nodes done')
  for (const text of ['16 running', '4 working', '1 being taken off', '4 wait for offline nodes'])
    screen.getByText(text)
  expect(screen.getByRole('link', { name: '2 failed' }).getAttribute('href')).toContain('status=Abnormal')
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('19')
})

it.each([
  [{ Running: 3 }, 'Runs on all 3 nodes'],
  [{ Running: 2, Abnormal: 1 }, 'Runs on 2 of 3 nodes'],
])('says of %j that it %s', async (counts, title) => {
  await open(counts)
  await screen.findByText(title)
})

it('restarts all that failed', async () => {
  const contentsOf = await open({ Running: 1, Abnormal: 2 })
  fireEvent.click(await screen.findByRole('button', { name: 'Restart the 2 that failed' }))
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Restart' }))
  await waitFor(() =>
    expect(contentsOf('application/retryDeploy')).toEqual([
      { appName: 'door', version: '1.0', nodeNames: ['edge-a', 'edge-b'] },
    ]),
  )
  expect(contentsOf('application/listDeploy')).toMatchObject([{ appName: 'door', version: '1.0', status: 'Abnormal' }])
})

it('shows what updating all to another version does, the newest first', async () => {
  const contentsOf = await open({ Running: 20 })
  fireEvent.click(await screen.findByRole('button', { name: 'Update all 20 nodes' }))
  const dialog = within(await screen.findByRole('dialog'))
  dialog.getByText('Update door 1.0 on 20 nodes?')
  await dialog.findByText('20 updated')
  expect((await dialog.findByRole('combobox')).textContent).toBe('1.1')
  expect(contentsOf('application/listDeployTarget')).toContainEqual(
    expect.objectContaining({ version: '1.1', presentVersion: '1.0', onlyFitting: true }),
  )
})

it('offers a viewer no change', async () => {
  await open({ Abnormal: 1 }, 0, 'viewer')
  await screen.findByText('Runs on 0 of 1 node')
  expect(screen.queryByRole('button')).toBeNull()
})
