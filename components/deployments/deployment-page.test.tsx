import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { deploymentRecord } from '@/components/applications/testing/records'
import { nodeRecord, serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { Answer } from '@/lib/client/testing/portal-server'
import type { DeploymentStatus } from '@/lib/deployments/schema'
import { DeploymentPage } from './deployment-page'
import { DeploymentsPage } from './deployments-page'

it('lists the deployments of all applications, each with a way to it', async () => {
  const appDeploys = [deploymentRecord({ status: 'Abnormal', reason: 'ErrImagePull: no such image' })]
  await serveConsole({
    at: '/deployments',
    answers: { 'application/listDeploy': { data: { Total: 1, total: 1, appDeploys } } },
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
const main = {
  name: 'main',
  image: 'registry.example/p/vision/detector:2.1',
  ready: false,
  state: 'waiting',
  since: null,
  reason: 'CrashLoopBackOff',
  message: 'back-off 10s',
  exitCode: null,
  restarts: 3,
  last: { exitCode: 137, reason: 'OOMKilled', endedAt: '2026-11-20T08:00:00.000Z' },
}
const pod = {
  name: 'deploy-1-a',
  phase: 'Running',
  reason: '',
  message: '',
  uniqueName: 'n',
  podIp: '',
  leaving: false,
}
const event = {
  uid: '1',
  type: 'Warning',
  reason: 'BackOff',
  message: 'Back-off restarting',
  count: 2,
  source: 'kubelet',
  about: { kind: 'Pod', name: 'app-1' },
}
const seen = { firstSeen: '2026-11-20T08:00:00.000Z', lastSeen: '2026-11-20T08:00:00.000Z' }
const LIVE: Record<string, Answer> = {
  'application/listDeployPod': { data: { pods: [{ ...pod, createdAt: null, containers: [main] }] } },
  'application/listDeployUsage': {
    data: {
      pods: [
        {
          podName: 'deploy-1-a',
          cpu: 0.0123456,
          memory: 50 * 2 ** 20,
          at: '2026-11-20T08:00:00.000Z',
          windowSeconds: 15.06,
          containers: [],
        },
      ],
      obstacle: '',
    },
  },
  'application/listDeployEvent': { data: { events: [{ ...event, ...seen }] } },
  'application/describeDeployManifest': { data: { manifest: 'kind: Deployment\n', live: true } },
  'activity/listActivity': { data: { total: 0, activities: [] } },
}

const open = async (
  role: 'viewer' | 'operator',
  obstacle = '',
  status: DeploymentStatus = 'Running',
  live: Record<string, Answer> = LIVE,
) => {
  const received = await serveConsole({
    at: '/deployments/view?app=door&node=edge-a',
    role,
    answers: {
      'application/describeDeploy': described(obstacle, status),
      'application/rollbackDeploy': { data: 'OK' },
      ...live,
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

it('says of the pods behind it how each container is, and how it ended', async () => {
  await open('viewer')
  await screen.findByText('Running, not ready')
  screen.getByText('It starts and ends again and again. (exit code 137)', { exact: false })
  screen.getByText(/3 restarts · the last time it ended with exit code 137 \(OOMKilled\)/)
})

it('says what each pod uses, and over what time that was measured', async () => {
  await open('viewer')
  const line = await screen.findByText('Uses 0.013 cores and 50 MiB')
  expect(line.parentElement?.textContent).toMatch(/Measured over 15 s/)
})

it('says in a sentence why it is not known what the pods use', async () => {
  const usage = { data: { pods: [], obstacle: 'noRight' } }
  await open('viewer', '', 'Running', { ...LIVE, 'application/listDeployUsage': usage })
  await screen.findByText(/does not let the console read metrics.k8s.io/)
})

it('shows what the records know where the cluster cannot be reached', async () => {
  const unreachable = { status: 502, code: 40000, msg: 'the cluster could not be reached' }
  await open('viewer', '', 'Running', { ...LIVE, 'application/listDeployPod': unreachable })
  await screen.findByText('The cluster cannot be reached, so its pods are not known now')
  screen.getByText('registry.example/p/vision/detector:2.1')
})

it('has what happened and the manifest as tabs, kept in the address', async () => {
  await open('viewer')
  fireEvent.click(screen.getByRole('tab', { name: 'Events' }))
  await screen.findByText('Back-off restarting')
  screen.getByRole('heading', { name: 'History' })
  fireEvent.click(screen.getByRole('tab', { name: 'Manifest' }))
  await screen.findByText('The workload as the cluster has it.')
  expect(window.location.search).toBe('?app=door&node=edge-a&tab=manifest')
})
