import { afterEach, describe, expect, it } from 'vitest'
import { callOperation } from './api'
import { ApiError, NO_ANSWER } from './api-error'
import { startPortalServer, type Answer, type PortalServer, type Received } from './testing/portal-server'

let server: PortalServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function serve(answer: (request: Received) => Answer): Promise<PortalServer> {
  server = await startPortalServer(answer)
  return server
}

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(thrown)}`)
  return thrown
}

describe('callOperation', () => {
  it('sends the envelope and answers its data', async () => {
    const { received } = await serve(() => ({ data: { types: ['Generic'] } }))
    expect(await callOperation('node/listType', {})).toEqual({ types: ['Generic'] })
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({ path: 'node/listType', method: 'POST', content: {} })
    expect(received[0]?.msgId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  })

  it('uses the message id it is given', async () => {
    const { received } = await serve(() => ({ data: 'OK' }))
    const msgId = '584a2d50-11d1-4d60-83ce-f0cc48a45348'
    await callOperation('node/deleteNode', { name: 'edge-a' }, { msgId })
    expect(received[0]).toMatchObject({ msgId, content: { name: 'edge-a' } })
  })

  it('throws what the console refused with, and what to quote', async () => {
    const { received } = await serve(() => ({ status: 400, code: 30000, msg: 'record not found', data: { a: 1 } }))
    const error = await failure(callOperation('node/desNode', { name: 'nope' }))
    expect(error).toMatchObject({ code: 30000, msg: 'record not found', status: 400, data: { a: 1 } })
    expect(error.msgId).toBe(received[0]?.msgId)
    expect(error.outcomeUnknown).toBe(false)
  })

  it('reads the bare answer of the routes beside the protocol', async () => {
    await serve(() => ({ status: 403, raw: '{"code":10002,"msg":"this request came from another site"}' }))
    expect(await failure(callOperation('node/listType', {}))).toMatchObject({ code: 10002, status: 403 })
  })

  it.each(['<html>Bad Gateway</html>', '', 'null', '[]', '{"content":null}', '{"content":{"code":"0"}}'])(
    'does not take %j for an answer',
    async (raw) => {
      await serve(() => ({ status: 502, raw }))
      const error = await failure(callOperation('node/listType', {}))
      expect(error).toMatchObject({ code: NO_ANSWER, status: 502, outcomeUnknown: true })
    },
  )

  it('tells a console that is not there from one that refuses', async () => {
    const { close } = await serve(() => ({}))
    await close()
    server = undefined
    expect(await failure(callOperation('node/listType', {}))).toMatchObject({ code: NO_ANSWER, status: 0 })
  })

  it('throws the caller’s own reason where the caller gave up', async () => {
    await serve(() => ({ data: { types: [] } }))
    const reason = new Error('left the page')
    await expect(callOperation('node/listType', {}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
