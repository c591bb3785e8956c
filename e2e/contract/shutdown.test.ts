import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import { waitFor } from '@/lib/testing/wait'
import { suiteConsole } from '../harness/console'
import { API } from '../harness/portal'
import { formBytes, FORM_TYPE } from '../harness/upload'

const theConsole = suiteConsole()

test('an upload that is under way when the console is told to stop is finished, and new requests are turned away', async () => {
  const console_ = theConsole()
  const portal = console_.portal({ uid: 1 })
  await portal.ok('image/createOrg', { orgName: 'shop' })
  const form = formBytes('shop', await makeDockerArchive({ repoTags: ['till:1'], files: { hello: 'hello' } }))
  const upload = request(`${console_.url}${API}image/uploadImage`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await portal.token()}`,
      'content-type': FORM_TYPE,
      'content-length': form.length,
    },
  })
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>
  const half = Math.floor(form.length / 2)
  await new Promise<void>((resolve) => upload.write(form.subarray(0, half), () => resolve()))
  const arrived = async () => (await fetch(`${console_.url}/health`)).ok
  expect(await arrived()).toBe(true)

  process.kill(console_.pid, 'SIGTERM')
  const isStopping = () => Promise.resolve(console_.lines.some((line) => line.includes('stopping')))
  await waitFor(isStopping, { what: 'the console is stopping' })
  expect((await fetch(`${console_.url}/health`)).status).toBe(503)

  upload.end(form.subarray(half))
  const [answer] = await answered
  expect(await text(answer)).toContain('"code":0')
  const isStopped = () => Promise.resolve(console_.lines.some((line) => line.includes('"stopped"')))
  await waitFor(isStopped, { what: 'the console has stopped' })

  await console_.run()
  expect((await portal.ok('image/listImage', { pageNum: 1, pageSize: 10 })).images).toHaveLength(1)
})
