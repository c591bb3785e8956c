import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderPage } from '@/components/testing/render-page'
import { ApiError } from '@/lib/client/api-error'
import type { Query } from '@/lib/client/use-operation'
import type { ObjectEvent } from '@/lib/cluster/events'
import { KubeEventList } from './kube-event-list'

const event = (patch: Partial<ObjectEvent>): ObjectEvent => ({
  uid: patch.reason ?? 'u',
  type: 'Normal',
  reason: 'NodeReady',
  message: 'Node n status is now: NodeReady',
  count: 1,
  firstSeen: '2026-11-20T08:00:00.000Z',
  lastSeen: '2026-11-20T08:00:00.000Z',
  source: 'kubelet, n',
  about: { kind: 'Node', name: 'n' },
  ...patch,
})
const query = (patch: Partial<Query<{ events: ObjectEvent[] }>>): Query<{ events: ObjectEvent[] }> => ({
  data: undefined,
  error: undefined,
  loading: false,
  stale: false,
  reload: () => undefined,
  ...patch,
})

afterEach(cleanup)

describe('the list of events', () => {
  it('shows each with its type, reason, message and how often', () => {
    const events = [event({ type: 'Warning', reason: 'Rebooted', message: 'It was rebooted', count: 3 }), event({})]
    renderPage(<KubeEventList query={query({ data: { events } })} />)
    const [first, second] = screen.getAllByRole('listitem')
    expect(first?.textContent).toMatch(/Rebooted.*Warning.*It was rebooted.*3 times/)
    expect(second?.textContent).toMatch(/NodeReady.*Normal · kubeletNode n status/)
    expect(second?.textContent).not.toContain('times')
  })

  it('says of what is the node’s that it is, in a list about something else', () => {
    const pods = event({ reason: 'Pulled', about: { kind: 'Pod', name: 'p' } })
    const events = [event({ reason: 'Rebooted' }), pods]
    const { unmount } = renderPage(<KubeEventList query={query({ data: { events } })} marksNode />)
    const [first, second] = screen.getAllByRole('listitem')
    expect(first?.textContent).toMatch(/Rebooted.*of the node/)
    expect(second?.textContent).not.toContain('of the node')
    unmount()
    renderPage(<KubeEventList query={query({ data: { events } })} />)
    expect(screen.queryByText(/of the node/)).toBeNull()
  })

  it('says where there are none', () => {
    renderPage(<KubeEventList query={query({ data: { events: [] } })} />)
    expect(screen.getByText('No events')).toBeDefined()
  })

  it('says that the cluster cannot be reached, and asks again', () => {
    const reload = vi.fn()
    const error = new ApiError(40000, 'the cluster could not be reached', { msgId: 'm-1', status: 502 })
    renderPage(<KubeEventList query={query({ error, reload })} />)
    expect(screen.getByRole('alert').textContent).toContain('The cluster cannot be reached')
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(reload).toHaveBeenCalledOnce()
  })

  it('keeps what was told last when it cannot be asked again', () => {
    const error = new ApiError(40000, 'the cluster could not be reached', { msgId: 'm-1', status: 502 })
    renderPage(<KubeEventList query={query({ error, data: { events: [event({})] } })} />)
    expect(screen.getByRole('alert')).toBeDefined()
    expect(screen.getByRole('list', { name: 'Kubernetes events' }).textContent).toContain('NodeReady')
  })
})
