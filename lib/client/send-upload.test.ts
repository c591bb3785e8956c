import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sendUpload } from './send-upload'
import { setPageUrl } from './testing/portal-server'
import { STALLED } from './upload-queue'

let close: (() => Promise<void>) | undefined
afterEach(async () => {
  await close?.()
  close = undefined
})

/** A console that takes any request; `handle` answers it. */
async function serve(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  setPageUrl(`http://127.0.0.1:${address.port}/images`)
  close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

const job = { orgName: 'factory', file: new File(['the archive'], 'hello.tar') }
const never = new AbortController().signal
const nothing = () => undefined

describe('sendUpload', () => {
  it('sends the organisation before the file, so that a wrong one is refused early', async () => {
    let seen = ''
    await serve(async (request, response) => {
      const body = await bodyOf(request)
      if (request.url?.endsWith('/uploadImage')) seen = `${request.method ?? ''} ${request.url}\n${body}`
      response.end(JSON.stringify({ content: { code: 0, msg: 'OK', data: "'hello.tar' uploaded!" } }))
    })
    await sendUpload(job, nothing, never)
    expect(seen).toMatch(/^POST \/apulisEdge\/api\/image\/uploadImage\n/)
    expect(seen).toContain('filename="hello.tar"')
    expect(seen.indexOf('name="orgName"')).toBeGreaterThan(0)
    expect(seen.indexOf('name="orgName"')).toBeLessThan(seen.indexOf('name="file"'))
    expect(seen).toContain('the archive')
  })

  it.each([
    [400, 30003, 'the archive cannot be read'],
    [413, 30006, 'the file is too large'],
  ])('fails with what the console refused with: HTTP %i', async (status, code, msg) => {
    await serve(async (request, response) => {
      await bodyOf(request)
      response.writeHead(status).end(JSON.stringify({ code, msg, content: { code, msg } }))
    })
    await expect(sendUpload(job, nothing, never)).rejects.toMatchObject({ code, msg, status })
  })

  it('fails where the connection breaks', async () => {
    await serve(async (request, response) => {
      await once(request, 'data')
      response.destroy()
    })
    await expect(sendUpload(job, nothing, never)).rejects.toMatchObject({ status: 0, outcomeUnknown: true })
  })

  it('stops when it is cancelled', async () => {
    const controller = new AbortController()
    let gone: Promise<unknown> | undefined
    await serve(async (request, response) => {
      gone = once(response, 'close')
      await bodyOf(request)
      controller.abort()
    })
    await expect(sendUpload(job, nothing, controller.signal)).rejects.toThrow()
    await gone
  })

  it('does not begin what was cancelled before', async () => {
    let requests = 0
    await serve((_, response) => {
      requests += 1
      response.end()
      return Promise.resolve()
    })
    await expect(sendUpload(job, nothing, AbortSignal.abort())).rejects.toThrow()
    expect(requests).toBe(0)
  })

  describe('while the console pushes', () => {
    const PUSH = { stallMs: 1000, askMs: 20 }
    beforeEach(() => {
      class Telling extends XMLHttpRequest {
        // happy-dom does not tell when all was sent.
        override send(body?: XMLHttpRequestBodyInit): void {
          super.send(body)
          this.upload.dispatchEvent(new Event('load'))
        }
      }
      vi.stubGlobal('XMLHttpRequest', Telling)
    })
    afterEach(() => void vi.unstubAllGlobals())

    /** A console that has the archive, and answers how far it is `asked` times before it is done. */
    const pushing = (asked: number, sentBytes: (count: number) => number) => {
      let count = 0
      let whenDone: () => void = () => undefined
      const done = new Promise<void>((resolve) => (whenDone = resolve))
      return serve(async (request, response) => {
        await bodyOf(request)
        if (request.url?.endsWith('/uploadImage')) await done
        if (++count === asked) whenDone()
        const images: never[] = []
        const sizes = { blobCount: 1, blobsDone: 0, blobsPresent: 0, totalBytes: 1e9, sentBytes: sentBytes(count) }
        const data = request.url?.endsWith('/uploadImage')
          ? 'uploaded!'
          : { upload: { phase: 'pushing', images, ...sizes } }
        response.end(JSON.stringify({ content: { code: 0, msg: 'OK', data } }))
      })
    }

    it('waits as long as it gets further', async () => {
      await pushing(80, (count) => count)
      const begun = performance.now()
      await sendUpload(job, nothing, never, PUSH)
      expect(performance.now() - begun).toBeGreaterThan(PUSH.stallMs)
    })

    it('gives up where it does not', async () => {
      await pushing(Infinity, () => 7)
      await expect(sendUpload(job, nothing, never, PUSH)).rejects.toMatchObject({ msg: STALLED })
    })
  })
})
