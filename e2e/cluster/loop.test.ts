import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NODES, PODS, SECRETS } from '@/lib/cluster/resources'
import { PULL_SECRET_NAME } from '@/lib/cluster/rights'
import { DEPLOY_LABEL } from '@/lib/deployments/workload'
import { freePort } from '@/lib/testing/free-port'
import { waitFor } from '@/lib/testing/wait'
import { World } from '../contract/world'
import { ARCH, busyboxArchive } from '../harness/busybox-image'
import { EdgeNode } from '../harness/edge-node'
import { LogReader } from '../harness/log-reader'
import { TestTerminal } from '../harness/terminal'
import { uploaded } from '../harness/upload'
import { RealWorld, WORKLOADS } from './real-world'

const CONTAINER_PORT = 8080
/** A kubelet that was just started may miss a deletion until it looks at all its pods again: every 60 to 90 s. */
const POD_GONE_MS = 180_000
const kubeconfig = process.env.KUBECONFIG_UNDER_TEST ?? ''
const why = EdgeNode.whyNot(kubeconfig)
if (why !== undefined) process.stdout.write(`skipped: a container on a real edge node, as ${why}\n`)

describe.skipIf(why !== undefined)('from an image to a container that answers, on real servers', () => {
  let real: RealWorld
  let started: RealWorld | undefined
  let world: World
  let hostPort = 0
  let isBroken = false
  const names = () => ({ node: `node ${real.run}`, org: `org-${real.run}`, app: `app ${real.run}` })

  beforeAll(async () => {
    real = started = await RealWorld.start(kubeconfig)
    world = new World(real.portal)
    hostPort = await freePort()
  })
  // Each step builds on the one before: after a failure the others would only fail late.
  beforeEach((context) => context.skip(isBroken, 'a step before this one failed'))
  afterEach(({ task }) => {
    isBroken ||= task.result?.state === 'fail'
  })
  afterAll(async () => {
    await started?.stop()
    expect(started?.console.errors() ?? []).toEqual([])
  })

  const uploadVersion = async (version: string) => {
    const page = `this is version ${version}\n`
    const serve = `/bin/busybox httpd -f -p ${CONTAINER_PORT} -h /www`
    // The shell is there to end when it is asked to, which a first process does only where it says so itself.
    const script = `echo serving ${version}; trap 'exit 0' TERM; trap 'exit 7' USR1; ${serve} & wait`
    const archive = await busyboxArchive({
      tag: `web:${version}`,
      command: ['sh', '-c', script],
      files: { 'www/index.html': page },
    })
    await uploaded(real.portal, { orgName: names().org, archive })
  }

  const publishVersion = (version: string) =>
    world.published(names().app, version, {
      orgName: names().org,
      containerImage: 'web',
      containerImageVersion: version,
      archType: [ARCH],
      network: { type: 'PortMapping', portMappings: [{ containerPort: CONTAINER_PORT, hostPort }] },
    })

  const answers = (version: string) =>
    waitFor(
      async () => {
        const response = await fetch(`http://127.0.0.1:${hostPort}/`, { signal: AbortSignal.timeout(2000) })
        return (await response.text()) === `this is version ${version}\n`
      },
      { what: `version ${version} answers on port ${hostPort}`, timeoutMs: 60_000 },
    )

  const runs = async (version: string) => {
    const { app, node } = names()
    const isIt = async () => {
      const found = await world.deployment(app, node)
      return found?.status === 'Running' && found.version === version && found
    }
    const deployment = await waitFor(isIt, { what: `version ${version} runs`, timeoutMs: 150_000 })
    await answers(version)
    return deployment
  }

  const place = () => ({ appName: names().app, nodeName: names().node })

  const openTerminal = async (command: string[], more: Record<string, string> = {}) => {
    const headers = { authorization: `Bearer ${await real.portal.token()}` }
    return TestTerminal.open(real.console.url, { query: { ...place(), ...more, command }, headers })
  }
  const run = (script: string) => openTerminal(['sh', '-c', script])

  const podsOf = (deployUUID: string) =>
    real.kube.list(PODS, { namespace: WORKLOADS, labelSelector: `${DEPLOY_LABEL}=${deployUUID}` })

  test('a machine joins under the name that the console gave it, and is Online', async () => {
    const { node } = await real.portal.ok('node/createNode', { name: names().node, nodeType: 'Generic' })
    const { script } = await real.portal.ok('node/scripts', { name: node.name, arch: ARCH })
    expect(script).toContain(node.uniqueName)
    await real.join(node.uniqueName)
    const online = await world.nodeWith(node.name, 'Online')
    expect(online).toMatchObject({ arch: ARCH, kubeletVersion: expect.stringMatching(/^v1\./) as string })
    expect(online.runtime).toMatch(/^containerd:/)
  })

  test('an uploaded image is pulled, runs, and answers on its port', async () => {
    await real.portal.ok('image/createOrg', { orgName: names().org })
    await uploadVersion('1')
    await publishVersion('1')
    await world.deploy(names().app, '1', names().node)
    await runs('1')
  })

  const pullSecret = async () => {
    const secret = await real.kube.get(SECRETS, { name: PULL_SECRET_NAME, namespace: WORKLOADS })
    return Buffer.from(secret.data?.['.dockerconfigjson'] ?? '', 'base64').toString()
  }

  test('only with the secret that the console made was it pulled, which then gets a new password', async (context) => {
    const { registry } = real
    if (!registry) return context.skip('the registry is another one’s')
    expect((await fetch(`${registry.url}/v2/apulisedge/${names().org}/web/manifests/1`)).status).toBe(401)
    const before = registry.env.REGISTRY_PULL_PASSWORD ?? ''
    expect(await pullSecret()).toContain(before)
    await real.changePullPassword(registry)
    await real.console.restart()
    const hasNew = async () => (await pullSecret()).includes(registry.env.REGISTRY_PULL_PASSWORD ?? '')
    await waitFor(hasNew, { what: 'the secret has the new password' })
    expect(await pullSecret()).not.toContain(before)
    await real.kube.delete(SECRETS, { name: PULL_SECRET_NAME, namespace: WORKLOADS })
    await waitFor(hasNew, { what: 'the secret that somebody deleted is back' })
  })

  test('what it writes is read, and a command runs in it', async () => {
    const { log } = await real.portal.ok('application/podLog', place())
    expect(log).toContain('serving 1')
    const terminal = await run('cat /www/index.html')
    const notice = await terminal.ended()
    expect([notice, terminal.output]).toEqual([{ type: 'ended', exitCode: 0 }, 'this is version 1\r\n'])
  })

  test('a log is followed while the container writes', async () => {
    const reader = await LogReader.follow(real.console.url, real.portal, place())
    await waitFor(() => Promise.resolve(reader.text.includes('serving 1')), { what: 'what was written before' })
    await (await run('echo written meanwhile > /proc/1/fd/1')).ended()
    const isThere = () => Promise.resolve(reader.text.includes('written meanwhile\n'))
    await waitFor(isThere, { what: 'what is written meanwhile' })
    await reader.close()
  })

  test('a terminal tells how its command ended, and has the size that its page has', async () => {
    expect(await (await run('exit 3')).ended()).toEqual({ type: 'ended', exitCode: 3 })
    const terminal = await openTerminal(['sh'], { cols: '100', rows: '30' })
    const saysSize = (size: string) =>
      waitFor(
        () => {
          terminal.type('busybox stty size\n')
          return Promise.resolve(terminal.output.includes(`\n${size}\r\n`))
        },
        { what: `the terminal is ${size}`, everyMs: 300 },
      )
    await saysSize('30 100')
    terminal.resize(132, 43)
    await saysSize('43 132')
    terminal.type('exit 4\n')
    expect(await terminal.ended()).toEqual({ type: 'ended', exitCode: 4 })
  })

  test('a container that ended badly is started again, and what it wrote before is kept', async () => {
    const none = await real.portal.refusal('application/podLog', { ...place(), previous: true })
    expect(none).toMatchObject({ data: { reason: 'logNoPrevious' } })
    await (await run('kill -USR1 1')).ended()
    const restarted = async () => {
      const { pods } = await real.portal.ok('application/listDeployPod', place())
      const [container] = pods[0]?.containers ?? []
      return container?.ready === true && container.restarts > 0 && container
    }
    const { last } = await waitFor(restarted, { what: 'the container runs again', timeoutMs: 60_000 })
    expect(last).toMatchObject({ exitCode: 7 })
    const { log } = await real.portal.ok('application/podLog', { ...place(), previous: true })
    expect(log).toBe('serving 1\nwritten meanwhile\n')
    expect((await real.portal.ok('application/podLog', place())).log).toBe('serving 1\n')
  })

  test('another version takes its place, over a restart of the console', async () => {
    await uploadVersion('2')
    await publishVersion('2')
    await world.deploy(names().app, '2', names().node)
    await real.console.restart()
    await runs('2')
  })

  test('it is rolled back, over a kill -9 of the console', async () => {
    await real.portal.ok('application/rollbackDeploy', { appName: names().app, nodeNames: [names().node] })
    await real.console.kill9()
    await real.console.run()
    await runs('1')
  })

  test('a kubelet that is gone is told, on the node and on what runs there; when it is back, both are', async () => {
    await real.node?.kubelet.kill()
    // Until the node is taken for silent, what the API server met on its way there is told.
    const early = await real.portal.refusal('application/podLog', place())
    expect(early.code).toBe(40000)
    expect(JSON.stringify(early.data)).toMatch(/"(kubeletUnreachable|nodeSilent)".*connection refused/)
    await world.nodeWith(names().node, 'Offline')
    const { reason } = await world.deploymentWith(names().app, names().node, 'Abnormal')
    expect(reason).toBe('the node is offline')
    const silent = { code: 40000, data: { reason: 'nodeSilent', params: { node: names().node } } }
    expect(await real.portal.refusal('application/podLog', place())).toMatchObject(silent)
    const terminal = await run('true')
    expect(await terminal.ended()).toMatchObject({ type: 'failed', ...silent })
    await answers('1')
    await real.node?.run()
    await world.nodeWith(names().node, 'Online')
    await runs('1')
  })

  test('when it is undeployed, the container is gone, and then its records', async () => {
    const { app, node } = names()
    const { deployUUID = '' } = (await world.deployment(app, node)) ?? {}
    await world.undeploy(app, '1', node)
    await world.gone(app, node)
    const isGone = async () => (await podsOf(deployUUID)).length === 0
    await waitFor(isGone, { what: 'its pod is gone', timeoutMs: POD_GONE_MS })
    await expect(fetch(`http://127.0.0.1:${hostPort}/`)).rejects.toThrow()
  })

  test('the node leaves, from the cluster and from the records', async () => {
    const { uniqueName } = (await real.portal.ok('node/desNode', { name: names().node })).node
    await real.portal.ok('node/deleteNode', { name: names().node })
    const isGone = async () => {
      const answer = await real.portal.call('node/desNode', { name: names().node })
      return answer.status === 400
    }
    await waitFor(isGone, { what: 'the record is gone' })
    await expect(real.kube.get(NODES, { name: uniqueName })).rejects.toMatchObject({ reason: 'NotFound' })
  })
})
