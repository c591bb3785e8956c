import { describe, expect, it } from 'vitest'
import {
  answerTo,
  answerToInvalid,
  bareError,
  envelope,
  errorContent,
  NO_MESSAGE,
  okContent,
  requestEnvelope,
} from './envelope'
import { AppError, CODE, notFound, refused } from './errors'
import { failure } from './reasons'

const ID = '584a2d50-11d1-4d60-83ce-f0cc48a45348'
const message = {
  header: { msg_id: ID, parent_msg_id: '', timestamp: 1550107087319 },
  route: { source: 'portal', operation: 'query' },
  content: {},
}
const with_ = (part: 'header' | 'route', fields: object) => ({ ...message, [part]: { ...message[part], ...fields } })

describe('the request’s envelope', () => {
  it.each([
    ['as documented', message],
    ['with KubeEdge’s optional fields', with_('header', { resourceversion: '12', sync: true })],
    ['with a group and a resource', with_('route', { group: 'g', resource: 'r' })],
    ['with fields that nobody knows', { ...with_('header', { x: 1 }), y: 2 }],
    ['without a parent', with_('header', { parent_msg_id: undefined })],
    ['with a UUID of an old version, in capitals', with_('header', { msg_id: 'A0EEBC99-9C0B-1EF8-BB6D-6BB9BD380A11' })],
    ['with an operation that no one listed', with_('route', { operation: 'insertOrUpdate' })],
  ])('is valid %s', (_, value) => expect(requestEnvelope.safeParse(value).success).toBe(true))

  it.each([
    ['header.msg_id', with_('header', { msg_id: 'not a uuid' })],
    ['header.msg_id', with_('header', { msg_id: '' })],
    ['header.msg_id', with_('header', { msg_id: `${ID}0` })],
    ['header.msg_id', with_('header', { msg_id: undefined })],
    ['header.timestamp', with_('header', { timestamp: 0 })],
    ['header.timestamp', with_('header', { timestamp: -1 })],
    ['header.timestamp', with_('header', { timestamp: 1.5 })],
    ['header.timestamp', with_('header', { timestamp: '1550107087319' })],
    ['header.timestamp', with_('header', { timestamp: undefined })],
    ['route.source', with_('route', { source: '' })],
    ['route.operation', with_('route', { operation: '' })],
    ['route.operation', with_('route', { operation: undefined })],
    ['content', { ...message, content: undefined }],
    ['content', { ...message, content: [] }],
    ['content', { ...message, content: 'x' }],
    ['header', { ...message, header: undefined }],
    ['', []],
    ['', 'text'],
    ['', null],
  ])('is not valid for its %s', (path, value) => {
    const issues = requestEnvelope.safeParse(value).error?.issues.map((issue) => issue.path.join('.'))
    expect(issues).toEqual([path])
  })
})

describe('the answer’s envelope', () => {
  it('repeats msg_id, group and resource, and says cloud and response', () => {
    const to = answerTo(requestEnvelope.parse(with_('route', { group: 'g', resource: 'r' })))
    const answer = JSON.parse(envelope(to, okContent({ id: 1 }))) as Record<string, Record<string, unknown>>
    expect(answer).toEqual({
      header: {
        msg_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        parent_msg_id: ID,
        timestamp: expect.any(Number) as number,
      },
      route: { source: 'cloud', operation: 'response', group: 'g', resource: 'r' },
      content: { code: 0, msg: 'OK', data: { id: 1 } },
    })
    expect(answer.header?.msg_id).not.toBe(ID)
    expect(Math.abs(Number(answer.header?.timestamp) - Date.now())).toBeLessThan(60_000)
  })

  it('keeps the content byte for byte', () => {
    expect(envelope(NO_MESSAGE, '{"code": 0,  "data":1e3}')).toMatch(/"content":\{"code": 0, {2}"data":1e3\}\}$/)
  })

  it('leaves out a group and a resource that were not given', () => {
    expect(envelope(answerTo(requestEnvelope.parse(message)), '{}')).toContain(
      '"route":{"source":"cloud","operation":"response"},',
    )
  })

  it('can repeat code and msg at the top for old portals', () => {
    const error = new AppError(CODE.unauthorized, 'Cannot "authorize"')
    const answer = JSON.parse(envelope(NO_MESSAGE, errorContent(error), bareError(error))) as unknown
    expect(answer).toMatchObject({
      code: 20002,
      msg: 'Cannot "authorize"',
      content: { code: 20002, msg: 'Cannot "authorize"' },
    })
  })
})

describe('answerToInvalid', () => {
  it('takes the msg_id of what is no valid envelope otherwise', () => {
    expect(answerToInvalid({ header: { msg_id: ID } })).toEqual({ msgId: ID })
  })
  it.each([[null], ['x'], [{}], [{ header: { msg_id: 5 } }], [{ header: { msg_id: '"><script>' } }]])(
    'takes nothing of %j',
    (value) => {
      expect(answerToInvalid(value)).toEqual({ msgId: '' })
    },
  )
})

describe('AppError', () => {
  it('has the HTTP status of its code, unless told otherwise', () => {
    const statuses = Object.values(CODE).map((code) => [code, new AppError(code, '').httpStatus])
    expect(Object.fromEntries(statuses)).toEqual({
      0: 200,
      10001: 404,
      10002: 403,
      10003: 500,
      20001: 400,
      20002: 401,
      30000: 400,
      30001: 400,
      30003: 400,
      30006: 413,
      40000: 502,
    })
    expect(failure('bodyTooLarge', { maxBytes: 1 }, { httpStatus: 413 }).httpStatus).toBe(413)
  })
  it('carries data and cause where given', () => {
    const cause = new Error('socket hang up')
    expect(failure('clusterForToken', {}, { cause })).toMatchObject({ code: 40000, cause })
    expect(errorContent(refused('part of deploy fails', { results: [] }))).toBe(
      '{"code":30000,"msg":"part of deploy fails","data":{"results":[]}}',
    )
    expect(errorContent(notFound())).toBe('{"code":30000,"msg":"record not found"}')
  })
})
