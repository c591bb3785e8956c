import { describe, expect, it } from 'vitest'
import { hasReason, KubeError } from './kube-error'

const answer = (status: number, body: unknown) =>
  KubeError.fromAnswer(status, typeof body === 'string' ? body : JSON.stringify(body), 'GET /api/v1/nodes/x')

describe('KubeError', () => {
  it('takes message and reason of a Status', () => {
    const error = answer(404, { kind: 'Status', message: 'nodes "x" not found', reason: 'NotFound', code: 404 })
    expect(error).toMatchObject({ message: 'nodes "x" not found', reason: 'NotFound', status: 404, unreachable: false })
    expect(hasReason(error, 'NotFound')).toBe(true)
    expect(hasReason(error, 'Conflict')).toBe(false)
  })

  it.each([
    ['<html>Bad Gateway</html>', 502],
    ['', 503],
    ['{"message": 5}', 500],
    ['null', 500],
    ['{}', 418],
  ])('makes a sentence of %j', (body, status) => {
    expect(answer(status, body)).toMatchObject({
      message: `GET /api/v1/nodes/x: HTTP ${status}`,
      reason: String(status),
      status,
    })
  })

  it.each([
    [0, true],
    [429, true],
    [500, true],
    [503, true],
    [400, false],
    [403, false],
    [404, false],
    [409, false],
    [422, false],
  ])('HTTP %d means that the cluster is out of reach: %s', (status, unreachable) => {
    expect(answer(status, '').unreachable).toBe(unreachable)
  })

  it('is no outage where the server fails on one object', () => {
    const webhook = { kind: 'Status', reason: 'InternalError', message: 'failed calling webhook "x"', code: 500 }
    expect(answer(500, webhook).unreachable).toBe(false)
    expect(answer(503, { ...webhook, reason: 'ServiceUnavailable', code: 503 }).unreachable).toBe(true)
  })

  it('is told from other errors', () => {
    expect(hasReason(Object.assign(new Error('x'), { reason: 'NotFound' }), 'NotFound')).toBe(false)
    expect(hasReason(undefined, 'NotFound')).toBe(false)
  })
})
