import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { SWRConfig } from 'swr'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startPortalServer, type Answer, type PortalServer, type Received } from './testing/portal-server'
import { useChange } from './use-change'
import { useOperation } from './use-operation'

let server: PortalServer | undefined
afterEach(async () => {
  cleanup()
  await server?.close()
  server = undefined
})

async function serve(answer: (request: Received) => Answer): Promise<Received[]> {
  server = await startPortalServer(answer)
  return server.received
}

function wrapper({ children }: { children: ReactNode }) {
  return <SWRConfig value={{ provider: () => new Map(), dedupingInterval: 0 }}>{children}</SWRConfig>
}

const content = { name: 'edge-a', nodeType: 'Generic' }

describe('useChange', () => {
  it('keeps the message id for a retry of what got no answer, and takes a new one after an answer', async () => {
    const answers: Answer[] = [{ status: 502, raw: 'bad gateway' }, { data: 'OK' }, { data: 'OK' }]
    const received = await serve(() => answers.shift() ?? {})
    const { result } = renderHook(() => useChange('node/createNode'), { wrapper })
    for (const ok of [false, true, true]) {
      const outcome = await act(() => result.current.run(content))
      expect(outcome.ok).toBe(ok)
    }
    const [first, second, third] = received.map(({ msgId }) => msgId)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('takes a new id for other content, and after a refusal', async () => {
    const answers: Answer[] = [
      { status: 500, code: 10003, msg: 'Internal Server Error' },
      { status: 400, code: 30000, msg: 'exists' },
      { data: 'OK' },
    ]
    const received = await serve(() => answers.shift() ?? {})
    const { result } = renderHook(() => useChange('node/createNode'), { wrapper })
    await act(() => result.current.run(content))
    await act(() => result.current.run({ ...content, name: 'edge-b' }))
    expect(result.current.error).toMatchObject({ code: 30000, msg: 'exists' })
    await act(() => result.current.run({ ...content, name: 'edge-b' }))
    expect(result.current.error).toBeUndefined()
    expect(new Set(received.map(({ msgId }) => msgId)).size).toBe(3)
  })

  it('makes the queries that depend on it fetch again, and no others', async () => {
    const received = await serve(({ path }) => ({
      data:
        path === 'node/listNode'
          ? { total: 0, nodes: [] }
          : path === 'image/listOrg'
            ? { total: 0, imageOrgs: [] }
            : 'OK',
    }))
    const list = { pageNum: 1, pageSize: 20 }
    const { result } = renderHook(
      () => ({
        change: useChange('node/deleteNode'),
        nodes: useOperation('node/listNode', list),
        orgs: useOperation('image/listOrg', list),
      }),
      { wrapper },
    )
    await vi.waitFor(() => expect(result.current.nodes.data && result.current.orgs.data).toBeDefined())
    await act(() => result.current.change.run({ name: 'edge-a' }))
    const count = (path: string) => received.filter((request) => request.path === path).length
    await vi.waitFor(() => expect(count('node/listNode')).toBe(2))
    expect(count('image/listOrg')).toBe(1)
  })

  it('shows what is expected at once, and the truth after a refusal', async () => {
    let refuse: () => void = () => undefined
    const asked = new Promise<void>((resolve) => (refuse = resolve))
    const appVersion = { appName: 'shop', version: '1', status: 'Unpublished' }
    server = await startPortalServer(async ({ path }) => {
      if (path === 'application/describeApplicationVersion') return { data: { appVersion } }
      await asked
      return { status: 400, code: 30000, msg: 'change app version fail' }
    })
    const { result } = renderHook(
      () => ({
        change: useChange('application/publishApplicationVersion'),
        version: useOperation('application/describeApplicationVersion', { appName: 'shop', version: '1' }),
      }),
      { wrapper },
    )
    const status = () => result.current.version.data?.appVersion.status
    await vi.waitFor(() => expect(status()).toBe('Unpublished'))
    let outcome: Promise<unknown> = Promise.resolve()
    act(() => void (outcome = result.current.change.run({ appName: 'shop', version: '1' })))
    await vi.waitFor(() => expect(status()).toBe('Published'))
    refuse()
    await act(async () => void (await outcome))
    await vi.waitFor(() => expect(status()).toBe('Unpublished'))
  })
})

describe('useOperation', () => {
  it('waits while there is nothing to ask', async () => {
    const received = await serve(() => ({ data: {} }))
    const { result } = renderHook(() => useOperation('node/desNode', null), { wrapper })
    expect(result.current).toMatchObject({ data: undefined, error: undefined, loading: true })
    expect(received).toEqual([])
  })

  it('has the error, and the data once it was asked again', async () => {
    const answers: Answer[] = [{ status: 400, code: 30000, msg: 'record not found' }, { data: { types: ['arm64'] } }]
    await serve(() => answers.shift() ?? {})
    const { result } = renderHook(() => useOperation('node/listArchType', {}), { wrapper })
    await vi.waitFor(() => expect(result.current.error).toMatchObject({ msg: 'record not found' }))
    expect(result.current.loading).toBe(false)
    act(() => result.current.reload())
    await vi.waitFor(() => expect(result.current.data).toEqual({ types: ['arm64'] }))
    expect(result.current.error).toBeUndefined()
  })
})
