import { afterEach, describe, expect, it } from 'vitest'
import type { SecretObject } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { SECRETS } from '@/lib/cluster/resources'
import { PULL_SECRET_NAME } from '@/lib/cluster/rights'
import { PullSecret } from '@/lib/registry/pull-secret'
import { recordingLog } from '@/lib/testing/log'
import { NAMESPACE } from './testing/cluster-under-test'
import { reconcilerWorld } from './testing/world'

const world = reconcilerWorld()
const NAMED = [{ name: PULL_SECRET_NAME }]
const at = { name: PULL_SECRET_NAME, namespace: NAMESPACE }
const account = { username: 'robot$edge+pull', password: 'only pulls' }

const kept: PullSecret[] = []
afterEach(async () => {
  await Promise.all(kept.splice(0).map((one) => one.stop()))
  await removed()
})

async function removed(): Promise<void> {
  await world()
    .cluster.client.delete(SECRETS, at)
    .catch((error: unknown) => {
      if (!hasReason(error, 'NotFound')) throw error
    })
}

function keep(options: Partial<ConstructorParameters<typeof PullSecret>[0]> = {}) {
  const { log, lines } = recordingLog()
  const cluster = { client: world().cluster.client, namespace: NAMESPACE }
  const host = 'harbor.example.com'
  const secret = new PullSecret({ cluster, log, installation: 'one', host, credentials: account, ...options })
  kept.push(secret)
  secret.start()
  return { secret, lines }
}

const present = () => world().cluster.client.get(SECRETS, at)

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
  await world().eventually(async () => {
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
    const { client } = world().cluster
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
    await world().cluster.client.create(SECRETS, {
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
    await world().eventually(() => expect(present()).rejects.toMatchObject({ reason: 'NotFound' }))
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

describe('workloads and the secret', () => {
  it('name it when they are made, and one that runs is not restarted for it', async () => {
    const w = world()
    await w.joinNode('edge-a')
    await w.console.publish('old', '1')
    await w.console.deploy('old', '1', 'edge-a')
    const old = await w.deploymentIs('old', 'edge-a', 'Running')
    const before = await w.workloads(old.deployUUID)
    await w.console.stop()
    w.console.start(NAMESPACE, PULL_SECRET_NAME)
    await w.console.publish('new', '1')
    await w.console.publish('once', '1', { restartPolicy: 'Never' })
    for (const app of ['new', 'once']) await w.console.deploy(app, '1', 'edge-a')
    for (const app of ['new', 'once']) {
      const row = await w.deploymentIs(app, 'edge-a', 'Running')
      const { deployments, jobs, pods } = await w.workloads(row.deployUUID)
      for (const { spec } of [...deployments, ...jobs]) expect(spec.template.spec.imagePullSecrets).toEqual(NAMED)
      expect(pods.map(({ spec }) => spec.imagePullSecrets)).toEqual([NAMED])
    }
    const after = await w.workloads(old.deployUUID)
    const identities = ({ pods, deployments }: typeof after) =>
      [...pods, ...deployments].map(({ metadata }) => metadata.uid)
    expect(identities(after)).toEqual(identities(before))
    expect(after.pods[0]?.spec.imagePullSecrets).toBeUndefined()

    await w.console.restart('old', '1', 'edge-a')
    await w.eventually(async () => {
      const { pods } = await w.workloads(old.deployUUID)
      expect(pods.map(({ spec }) => spec.imagePullSecrets)).toEqual([NAMED])
    })
  })

  it.each(['Always', 'Never'] as const)(
    'one that cannot get its image is given it at once (%s)',
    async (restartPolicy) => {
      const w = world()
      const kubelet = await w.joinNode('edge-a')
      kubelet.fateOf = () => 'cannot be pulled'
      await w.console.publish('app', '1', { restartPolicy })
      await w.console.deploy('app', '1', 'edge-a')
      await w.eventually(async () => {
        expect((await w.console.deployment('app', 'edge-a'))?.reason).toContain('ImagePullBackOff')
      })
      kubelet.fateOf = () => 'runs'
      await w.console.stop()
      w.console.start(NAMESPACE, PULL_SECRET_NAME)
      const row = await w.deploymentIs('app', 'edge-a', 'Running')
      await w.eventually(async () => {
        const { pods } = await w.workloads(row.deployUUID)
        expect(pods.map(({ spec }) => spec.imagePullSecrets)).toEqual([NAMED])
      })
    },
  )
})
