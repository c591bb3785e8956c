import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { deploymentRecord } from '@/components/applications/testing/records'
import { nodeRecord, serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { DeploymentStatus } from '@/lib/deployments/schema'
import { DeploymentPage } from './deployment-page'
import { DeploymentsPage } from './deployments-page'

const none = { data: { total: 0, nodes: [] } }

it('lists the deployments of all applications, each with a way to it', async () => {
  const appDeploys = [deploymentRecord({ status: 'Abnormal', reason: 'ErrImagePull: no such image' })]
  await serveConsole({
    at: '/deployments',
    answers: { 'application/listDeploy': { data: { Total: 1, total: 1, appDeploys } }, 'node/listNode': none },
  })
  renderPage(<DeploymentsPage />)
  const link = await screen.findByRole('link', { name: 'door' })
  expect(link.getAttribute('href')).toBe('/deployments/view?app=door&node=edge-a')
  screen.getByText('The image cannot be fetched.')
})

const described = (obstacle: string, status: DeploymentStatus) => ({
  data: {
    appDeploy: deploymentRecord({ version: '2.0', previousVersion: '1.0', status }),
    node: nodeRecord(),
    rollback: { version: '1.0', obstacle },
  },
})
const open = async (role: 'viewer' | 'operator', obstacle = '', status: DeploymentStatus = 'Running') => {
  const received = await serveConsole({
    at: '/deployments/view?app=door&node=edge-a',
    role,
    answers: {
      'application/describeDeploy': described(obstacle, status),
      'application/rollbackDeploy': { data: 'OK' },
    },
  })
  renderPage(<DeploymentPage />)
  await screen.findByRole('heading', { name: 'door on edge-a' })
  return received
}

it('rolls one back to the version that it had', async () => {
  const received = await open('operator', '', 'Abnormal')
  fireEvent.click(await screen.findByRole('button', { name: 'Roll back to 1.0' }))
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Roll back' }))
  await waitFor(() =>
    expect(received.find(({ path }) => path === 'application/rollbackDeploy')?.content).toEqual({
      appName: 'door',
      nodeNames: ['edge-a'],
    }),
  )
})

it('has what is seldom done in a menu', async () => {
  await open('operator')
  fireEvent.click(await screen.findByRole('button', { name: 'Actions for door on edge-a' }))
  const items = (await screen.findAllByRole('menuitem')).map((item) => item.textContent)
  expect(items).toEqual(['Roll back to 1.0', 'Undeploy'])
})

it('offers no way back where there is none', async () => {
  await open('operator', 'previousGone')
  await screen.findByRole('button', { name: 'Restart' })
  expect(screen.queryByRole('button', { name: /Roll back/ })).toBeNull()
})

it('offers a viewer no change', async () => {
  await open('viewer')
  expect(screen.queryByRole('button', { name: 'Restart' })).toBeNull()
})
