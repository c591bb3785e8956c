import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import type { ActivityRecord } from '@/lib/activity/schema'
import { ActivityList } from './activity-list'

const failed: ActivityRecord = {
  id: 9,
  kind: 'deployment',
  action: 'Abnormal',
  nodeName: 'edge a',
  appName: 'till',
  version: 'v1',
  imageName: '',
  reason: 'ErrImagePull: timed out',
  actor: '',
  at: new Date().toISOString(),
  exists: ['node', 'application', 'version'],
}

async function show(activities: readonly Partial<ActivityRecord>[], step?: number) {
  const records = activities.map((patch, at) => ({ ...failed, id: 9 - at, ...patch }))
  await serveConsole({
    at: '/',
    answers: { 'activity/listActivity': { data: { total: records.length, activities: records } } },
  })
  renderPage(<ActivityList step={step} />)
  return (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent)
}

describe('a time line', () => {
  it('gives each node the reason that is its own', async () => {
    const [together, apart] = await show([
      {},
      { nodeName: 'edge b', reason: 'ImagePullBackOff: no such tag' },
      { nodeName: 'edge c', reason: 'OOMKilled (last exit code 137)' },
    ])
    expect(together).toMatch(/^till v1 .*2 nodes.*The image cannot be fetched/)
    expect(apart).toMatch(/^till v1 .*edge c.*more memory/)
    expect(screen.getByRole('link', { name: '2 nodes' }).title).toBe('edge a, edge b')
  })

  it('says of a node why it is offline, in plain words where they are known', async () => {
    const offline = { kind: 'node', action: 'Offline', appName: '', version: '' } as const
    const lines = await show([
      { ...offline, reason: 'Kubelet stopped posting node status.' },
      { ...offline, nodeName: 'edge b', reason: 'container runtime is down' },
    ])
    expect(lines[0]).toContain('The node stopped telling how it is.')
    expect(lines[1]).toContain('container runtime is down')
  })

  it('leads only to what is there still', async () => {
    await show([{ exists: [] }])
    expect(screen.queryByRole('link')).toBeNull()
  })

  it('shows more when asked to', async () => {
    expect(await show([{}, { action: 'Running' }, { action: 'Deploying' }], 2)).toHaveLength(2)
    fireEvent.click(screen.getByRole('button', { name: 'Show more' }))
    expect(screen.getAllByRole('listitem')).toHaveLength(3)
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  })
})
