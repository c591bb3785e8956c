import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodeRecord, serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { useSession } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'
import type { Overview } from '@/lib/overview/schema'
import { FirstStepsGuide } from './first-steps-guide'

const waiting: Overview = {
  nodes: { Online: 0, Offline: 0, NotInstalled: 1, Installing: 0, Deleting: 0 },
  deployments: { Init: 0, Deploying: 0, Running: 0, Abnormal: 0, Completed: 0, UpdateInit: 0, Deleting: 0 },
  counts: { orgs: 0, images: 0, imageVersions: 0, applications: 0, publishedVersions: 0 },
  capacity: { cpuCores: 0, memory: 0 },
  requested: { cpuCores: 0, memory: 0 },
  kubelets: [],
}
const complete: Overview = {
  ...waiting,
  nodes: { ...waiting.nodes, Online: 1 },
  deployments: { ...waiting.deployments, Running: 1 },
  counts: { orgs: 1, images: 1, imageVersions: 1, applications: 1, publishedVersions: 1 },
}

/** As the overview does: asks, and shows what is answered. */
function Page() {
  const { data, reload } = useOperation('overview/describeOverview', {})
  const { session } = useSession()
  return (
    <>
      <output>{data && session?.role}</output>
      <button onClick={reload}>{'changed'}</button>
      {data && <FirstStepsGuide overview={data} />}
    </>
  )
}

let overview: Overview
const show = async (role: 'operator' | 'viewer' = 'operator') => {
  await serveConsole({
    at: '/',
    role,
    answers: {
      'overview/describeOverview': () => ({ data: overview }),
      'node/listNode': { data: { total: 1, nodes: [nodeRecord({ name: 'edge a', status: 'NotInstalled' })] } },
    },
  })
  return renderPage(<Page />)
}
const TITLE = 'From here to an application at the edge'

beforeEach(() => {
  // What a test before this one stored is remembered for as long as the tab.
  localStorage.setItem('first-steps', 'begun')
  overview = waiting
})

describe('the first steps on the overview', () => {
  it('tick off what is done and lead to what is next', async () => {
    await show()
    await screen.findByText(TITLE)
    expect(screen.getByText('1 of 6 done')).toBeDefined()
    const current = screen.getAllByRole('listitem').find((line) => line.getAttribute('aria-current') === 'step')
    const join = within(current as HTMLElement).getByRole('link', { name: 'Join the node' })
    await waitFor(() => expect(join.getAttribute('href')).toBe('/nodes/view?name=edge+a'))
    expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      'Join the node',
      'Create organisation',
      'Create application',
      'Deploy',
      'Watch it start',
    ])
  })

  it('go when all is done, which is told once', async () => {
    await show()
    await screen.findByText(TITLE)
    overview = complete
    fireEvent.click(screen.getByRole('button', { name: 'changed' }))
    expect(await screen.findByText(/^Your first application runs at the edge/)).toBeDefined()
    expect(screen.queryByText(TITLE)).toBeNull()
    overview = waiting
    fireEvent.click(screen.getByRole('button', { name: 'changed' }))
    expect(screen.queryByText(TITLE)).toBeNull()
  })

  it('are put away for good, and can be had back at once', async () => {
    await show()
    fireEvent.click(await screen.findByRole('button', { name: 'Put these steps away' }))
    expect(screen.queryByText(TITLE)).toBeNull()
    expect(localStorage.getItem('first-steps')).toBe('dismissed')
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    expect(await screen.findByText(TITLE)).toBeDefined()
  })

  it('are not shown to whom they cannot help', async () => {
    await show('viewer')
    await screen.findByText('viewer')
    expect(screen.queryByText(TITLE)).toBeNull()
    expect(localStorage.getItem('first-steps')).toBe('begun')
  })
})
