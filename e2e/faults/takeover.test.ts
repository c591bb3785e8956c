import { expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { Random } from '../harness/random'
import { differences } from './agreement'
import { Clients } from './clients'
import { Servers } from './servers'
import { TAKEOVER_MS, takeover } from './takeover'
import { makeWorld } from './world'

test('two consoles under load, the leader killed: the other takes over, and nothing that was answered is lost', async () => {
  const servers = await Servers.start()
  try {
    const clients = new Clients(servers.portals)
    await makeWorld(servers, clients)
    const { leads, works } = await takeover(servers, clients, 150, new Random(1))
    process.stdout.write(`the other led after ${Math.round(leads)} ms, and worked after ${Math.round(works)} ms\n`)
    let left: string[] = []
    const agree = async () => (left = await differences(servers, clients)).length === 0
    await waitFor(agree, { what: 'all agree', timeoutMs: 60_000, everyMs: 500 }).catch(() => undefined) // told below
    expect(left).toEqual([])
    expect(clients.wrong).toEqual([])
    expect(leads).toBeLessThan(TAKEOVER_MS)
  } finally {
    await servers.stop()
  }
})
