import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { SecretObject } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { SECRETS } from '@/lib/cluster/resources'
import { PULL_SECRET_NAME } from '@/lib/cluster/rights'
import { NAMESPACE, openClusterUnderTest, type ClusterUnderTest } from '@/lib/reconciler/testing/cluster-under-test'
import { recordingLog } from '@/lib/testing/log'
import { PullSecret } from './pull-secret'

const at = { name: PULL_SECRET_NAME, namespace: NAMESPACE }
const account = { username: 'robot$edge+pull', password: 'only pulls' }

let cluster: ClusterUnderTest
beforeAll(async () => {
  cluster = await openClusterUnderTest()
})
afterAll(() => cluster.stop())

const kept: PullSecret[] = []
afterEach(async () => {
  await Promise.all(kept.splice(0).map((one) => one.stop()))
  await removed()
})

async function removed(): Promise<void> {
  await cluster.client.delete(SECRETS, at).catch((error: unknown) => {
    if (!hasReason(error, 'NotFound')) throw error
  })
}

function keep(options: Partial<ConstructorParameters<typeof PullSecret>[0]> = {}) {
  const { log, lines } = recordingLog()
  const host = 'harbor.example.com'
  const where = { client: cluster.client, namespace: NAMESPACE }
  const secret = new PullSecret({ cluster: where, log, installation: 'one', host, credentials: account, ...options })
  kept.push(secret)
  secret.start()
  return { secret, lines }
}

/** A real API server takes its time on a busy machine. */
const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 30_000, interval: 50 })
const present = () => cluster.client.get(SECRETS, at)

function accountIn({ data }: SecretObject): unknown {
  return JSON.parse(Buffer.from(data?.['.dockerconfigjson'] ?? '', 'base64').toString()) as unknown
}

const authOf = ({ username, password }: typeof account) => ({
  auths: {
    'harbor.example.com': {
      username,
      password,
      auth: Buffer.from(`${username}:${password}`).toString('base64'),
    },
  },
})

/** What comes of a change behind the console's back. */
async function isMadeAgain(): Promise<void> {
  await eventually(async () => {
    const { type, immutable, ...secret } = await present()
    expect({ type, immutable, account: accountIn(secret) }).toEqual({
      type: 'kubernetes.io/dockerconfigjson',
      immutable: undefined,
      account: authOf(account),
    })
  })
}

describe('the secret with which nodes pull', () => {
  it('is there once it was tried, and made again when it is deleted or edited', async () => {
    const { client } = cluster
    const { secret, lines } = keep()
    await secret.whenTried()
    await isMadeAgain()
    await client.delete(SECRETS, at)
    await isMadeAgain()
    await client.patch(SECRETS, at, { data: { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') } })
    await isMadeAgain()
    await client.patch(SECRETS, at, {
      immutable: true,
      data: { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') },
    })
    await isMadeAgain()
    expect(JSON.stringify(lines)).not.toContain(account.password)
  })

  it('takes over what somebody made by hand, of another type even', async () => {
    await cluster.client.create(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: at,
      type: 'Opaque',
      data: {},
    })
    keep()
    await isMadeAgain()
  })

  it('has the new password after a start with it, and goes when none is configured', async () => {
    const first = keep({ credentials: { ...account, password: 'old' } })
    await first.secret.whenTried()
    expect(accountIn(await present())).toEqual(authOf({ ...account, password: 'old' }))
    await first.secret.stop()
    const second = keep()
    await isMadeAgain()
    await second.secret.stop()
    keep({ credentials: undefined })
    await eventually(() => expect(present()).rejects.toMatchObject({ reason: 'NotFound' }))
  })

  it('leaves that of another console alone', async () => {
    const first = keep({ installation: 'another', credentials: { ...account, password: 'theirs' } })
    await first.secret.whenTried()
    await first.secret.stop()
    const { secret, lines } = keep()
    await secret.whenTried()
    expect(accountIn(await present())).toEqual(authOf({ ...account, password: 'theirs' }))
    expect(lines.map(({ message, msg }) => message ?? msg).join()).toContain('that of another console')
    await secret.stop()
    const { secret: none } = keep({ credentials: undefined })
    await none.whenTried()
    await none.stop()
    expect(accountIn(await present())).toEqual(authOf({ ...account, password: 'theirs' }))
  })
})
