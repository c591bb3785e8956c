import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { ApiError, NO_ANSWER } from '@/lib/client/api-error'
import { ErrorNotice } from './error-notice'

const MSG_ID = '584a2d50-11d1-4d60-83ce-f0cc48a45348'

async function shown(error: ApiError): Promise<string> {
  await serveConsole({ at: '/', answers: {} })
  renderPage(<ErrorNotice error={error} />)
  return screen.getByRole('alert').textContent ?? ''
}

describe('an error', () => {
  it.each([
    [30000, 400, 'org images not empty', 'The organisation still holds images. Delete them first.'],
    [30000, 400, 'I don`t have this org', 'The organisation is not yours.'],
    [40000, 502, 'cluster: connect ECONNREFUSED', 'The cluster or the image registry cannot be reached. Try again'],
    [10003, 500, 'Internal Server Error', 'quote the message id'],
    [10002, 403, 'the role may not', 'Your role does not allow this.'],
  ])('with code %i is put so that a reader can act on it', async (code, status, msg, text) => {
    const content = await shown(new ApiError(code, msg, { status, msgId: MSG_ID }))
    expect(content).toContain(text)
    expect(content).toContain(`Code ${code} · message ${MSG_ID}`)
  })

  it('with a reason is put with what that names', async () => {
    const data = { reason: 'nodeExists', params: { name: 'edge <a>' } }
    const content = await shown(new ApiError(30000, 'a node named …', { status: 400, data }))
    expect(content).toContain('There is a node named “edge <a>” already. Choose another name.')
  })

  it('of fields names each of them, and what is wrong with it', async () => {
    const issues = [
      { field: 'content.network.portMappings.0.hostPort', problem: 'tooLarge', params: { max: 65535 } },
      { field: 'content.appName', problem: 'empty', params: {} },
      { field: 'content.later', problem: 'later', params: {} },
    ]
    const content = await shown(new ApiError(20001, 'content.…', { status: 400, data: { issues } }))
    expect(content).toContain('Host port is above 65,535. Application is empty. content.later is not valid.')
  })

  it('that was explained already is left as it is', async () => {
    const error = new ApiError(30000, 'It is still deployed.', { explained: true, data: { reason: 'nodeDeleting' } })
    expect(await shown(error)).toContain('It is still deployed.')
  })

  it.each(['constructor', 'toString', 'name: must not be empty'])(
    'that is not known (%s) is told by its code, not in the words for other portals',
    async (msg) => {
      const content = await shown(new ApiError(30000, msg, { status: 400, data: { reason: 'later', params: null } }))
      expect(content).toContain('The console refused this.')
      expect(content).not.toContain(msg)
    },
  )

  it('of a proxy is told by its HTTP status', async () => {
    const content = await shown(new ApiError(NO_ANSWER, 'HTTP 503', { status: 503 }))
    expect(content).toContain('The console did not answer.')
    expect(content).toContain('Code HTTP 503')
  })
})
