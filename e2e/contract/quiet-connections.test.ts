import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { imageArchive } from '../harness/archive'
import { TestConsole } from '../harness/console'
import { HeldRegistry } from '../harness/held-registry'
import { uploaded } from '../harness/upload'
import { hasVirtualNodes } from '../harness/variant'
import { waitFor } from '@/lib/testing/wait'
import { World } from './world'

describe('a connection on which nothing is said', () => {
  let registry: HeldRegistry
  let console: TestConsole
  const portal = () => console.portal({ uid: 1 })

  beforeAll(async () => {
    registry = await HeldRegistry.start()
    console = await TestConsole.start({ env: registry.env, args: ['--quiet-ms', '1500'] })
  })
  afterAll(async () => {
    await console.stop()
    await registry.stop()
  })

  /** One that sends half a request, twice after another: by then all that began before has been quiet for too long. */
  async function twoAreEnded(): Promise<void> {
    for (let count = 0; count < 2; count++) {
      const socket = connect(console.port, '127.0.0.1').on('error', () => undefined) // ended from the other side
      socket.write('GET /health HTTP/1.1\r\n')
      await once(socket, 'close')
    }
  }

  test('is ended, but not that of an upload which is being pushed', async () => {
    await portal().ok('image/createOrg', { orgName: 'quiet' })
    registry.hold(/^PUT .*\/manifests\//)
    const upload = uploaded(portal(), { orgName: 'quiet', archive: await imageArchive({ tags: ['slow:1'] }) })
    await waitFor(() => Promise.resolve(registry.held.length > 0), { what: 'the manifest is on its way' })
    await twoAreEnded()
    registry.release()
    expect(await upload).toBe("'image.tar' uploaded!")
  })

  test.skipIf(!hasVirtualNodes('a quiet log'))('nor that of a log which is followed', async () => {
    const world = await World.make(portal())
    await world.published('app', 'v1')
    await world.node('amd-1')
    await world.deploy('app', 'v1', 'amd-1')
    await world.deploymentWith('app', 'amd-1', 'Running')
    const away = new AbortController()
    const search = new URLSearchParams({ appName: 'app', nodeName: 'amd-1', follow: 'true' }).toString()
    const headers = { authorization: `Bearer ${await portal().token()}` }
    const { body } = await fetch(`${console.url}/api/deployments/log?${search}`, { headers, signal: away.signal })
    let isOver = false
    const reading = (async () => {
      for await (const _ of body ?? []);
    })().then(
      () => (isOver = true),
      () => (isOver = true),
    )
    await twoAreEnded()
    expect(isOver).toBe(false)
    away.abort()
    await reading
  })
})
