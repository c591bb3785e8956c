import { describe, expect, it } from 'vitest'
import { DEPLOYMENTS, JOBS } from '@/lib/cluster/resources'
import { NAMESPACE } from './testing/cluster-under-test'
import { TENANT } from './testing/console'
import { reconcilerWorld } from './testing/world'

const world = reconcilerWorld()

/** A node `edge-a`, and version 1 of the application `app` running on it. */
async function running(options: Parameters<ReturnType<typeof world>['console']['publish']>[2] = {}) {
  const w = world()
  const kubelet = await w.joinNode('edge-a')
  await w.console.publish('app', '1', options)
  await w.console.deploy('app', '1', 'edge-a')
  const row = await w.deploymentIs('app', 'edge-a', 'Running')
  return { w, kubelet, row, at: { name: row.deployUUID, namespace: NAMESPACE } }
}

describe('a deployment', () => {
  it('is Init, Deploying, Running, Abnormal and Running again', async () => {
    const w = world()
    const kubelet = await w.joinNode('edge-a')
    kubelet.fateOf = () => 'is not started'
    await w.console.publish('app', '1')
    await w.console.stop()
    await w.console.deploy('app', '1', 'edge-a')
    expect((await w.console.deployment('app', 'edge-a'))?.status).toBe('Init')
    w.console.start()
    await w.deploymentIs('app', 'edge-a', 'Deploying')
    kubelet.fateOf = () => 'runs'
    await kubelet.review()
    const row = await w.deploymentIs('app', 'edge-a', 'Running')
    expect(row.reason).toBe('')
    kubelet.fateOf = () => 'cannot be pulled'
    await kubelet.review()
    await w.eventually(async () => {
      const abnormal = { status: 'Abnormal', reason: 'ImagePullBackOff: Back-off pulling image "x"' }
      expect(await w.console.deployment('app', 'edge-a')).toMatchObject(abnormal)
    })
    kubelet.fateOf = () => 'runs'
    await kubelet.review()
    expect((await w.deploymentIs('app', 'edge-a', 'Running')).reason).toBe('')
  })

  it('becomes the workload that PROTOCOL.md §9 describes', async () => {
    const { w, row, kubelet } = await running({
      cpuQuota: 0.5,
      maxCpuQuota: 1.25,
      memoryQuota: 64,
      maxMemoryQuota: 128.5,
      network: { type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] },
    })
    const { deployments, jobs, pods } = await w.workloads(row.deployUUID)
    expect([deployments.length, jobs.length, pods.length]).toEqual([1, 0, 1])
    expect(deployments[0]?.spec).toMatchObject({
      replicas: 1,
      selector: { matchLabels: { 'apulisedge/deploy': row.deployUUID } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      minReadySeconds: 5,
    })
    const spec = pods[0]?.spec
    expect(spec).toMatchObject({
      nodeName: kubelet.nodeName,
      nodeSelector: { 'kubernetes.io/hostname': kubelet.nodeName },
    })
    expect(spec?.hostNetwork ?? false).toBe(false)
    expect(spec?.containers).toMatchObject([
      {
        name: row.containerUUID,
        image: 'registry.example.com/apulisedge/org/app:1',
        ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }],
        resources: { requests: { cpu: '500m', memory: '64Mi' }, limits: { cpu: '1250m', memory: '131584Ki' } },
      },
    ])
  })

  it('without quotas, on the host’s network, asks for neither resources nor ports', async () => {
    const { w, row } = await running()
    const spec = (await w.workloads(row.deployUUID)).pods[0]?.spec
    expect(spec?.hostNetwork).toBe(true)
    expect(spec?.containers[0]?.resources ?? {}).toEqual({})
    expect(spec?.containers[0]?.ports ?? []).toEqual([])
  })

  it('costs at most three calls when all goes well', async () => {
    const w = world()
    await w.joinNode('edge-a')
    await w.eventually(() => expect(w.console.isConnected).toBe(true))
    await w.console.publish('app', '1')
    const before = w.proxy.calls.length
    await w.console.deploy('app', '1', 'edge-a')
    await w.deploymentIs('app', 'edge-a', 'Running')
    const calls = w.proxy.calls.slice(before).filter(({ path }) => !path.includes('/nodes/'))
    expect(calls.length).toBeGreaterThan(0)
    expect(calls.length).toBeLessThanOrEqual(3)
    expect(calls.map(({ method }) => method)).toContain('POST')
  })

  it('keeps to its own pods beside another on another node', async () => {
    const { w, row } = await running()
    const second = await w.joinNode('edge-b')
    second.fateOf = () => 'cannot be pulled'
    await w.console.deploy('app', '1', 'edge-b')
    const other = await w.eventually(async () => {
      const found = await w.console.deployment('app', 'edge-b')
      expect(found?.reason).toContain('ImagePullBackOff')
      return found
    })
    expect((await w.console.deployment('app', 'edge-a'))?.status).toBe('Running')
    const nodesOf = async (deployUUID: string) => (await w.workloads(deployUUID)).pods.map((pod) => pod.spec.nodeName)
    expect(await nodesOf(row.deployUUID)).toEqual([row.uniqueName])
    expect(await nodesOf(other?.deployUUID ?? '')).toEqual([other?.uniqueName])
  })

  it('says why nothing can be scheduled', async () => {
    const w = world()
    await w.joinNode('edge-a')
    await w.console.publish('app', '1', { cpuQuota: 1000 })
    await w.console.deploy('app', '1', 'edge-a')
    await w.eventually(async () => {
      const row = await w.console.deployment('app', 'edge-a')
      expect(row).toMatchObject({
        status: 'Deploying',
        reason: expect.stringMatching(/^Unschedulable: .*nodes? .*available/) as string,
      })
    })
  })

  it('says that the namespace is missing, and runs where it is there', async () => {
    const w = world()
    await w.joinNode('edge-a')
    await w.console.publish('app', '1')
    await w.console.stop()
    w.console.start('not-there')
    await w.console.deploy('app', '1', 'edge-a')
    const abnormal = await w.deploymentIs('app', 'edge-a', 'Abnormal')
    expect(abnormal.reason).toBe('namespaces "not-there" not found')
    await w.console.stop()
    w.console.start()
    expect((await w.deploymentIs('app', 'edge-a', 'Running')).reason).toBe('')
  })

  it('says that its node is offline, and runs again when it is back', async () => {
    const { w, kubelet } = await running()
    await kubelet.describe('False')
    await w.nodeIs('edge-a', 'Offline')
    kubelet.fateOf = () => 'cannot be pulled'
    await kubelet.review()
    const abnormal = await w.deploymentIs('app', 'edge-a', 'Abnormal')
    expect(abnormal.reason).toBe('the node is offline')
    await kubelet.describe('True')
    await w.eventually(async () => {
      expect((await w.console.deployment('app', 'edge-a'))?.reason).toContain('ImagePullBackOff')
    })
    kubelet.fateOf = () => 'runs'
    await kubelet.review()
    await w.deploymentIs('app', 'edge-a', 'Running')
  })

  it('says in the cluster’s words what the cluster refuses, and goes on when that was mended', async () => {
    const w = world()
    await w.joinNode('edge-a')
    await w.console.publish('app', '1')
    await w.console.stop()
    await w.console.deploy('app', '1', 'edge-a')
    const name = async (containerUUID: string) => {
      await w.console.db.write((tx) => tx.deployment.updateMany({ data: { containerUUID } }))
    }
    await name(`Not_A_Name${'_'.repeat(600)}`)
    w.console.start()
    const row = await w.deploymentIs('app', 'edge-a', 'Abnormal')
    expect(row.reason).toMatch(/containers\[0\]\.name: Invalid value: "Not_A_Name/)
    expect(row.reason.length).toBeLessThanOrEqual(500)
    // Tried again it is refused again, which is no news.
    const tried = () =>
      w.proxy.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/deployments'))
    await w.eventually(() => expect(tried().length).toBeGreaterThan(3))
    const { status, statusAt } = (await w.console.deployment('app', 'edge-a')) ?? {}
    expect({ status, statusAt }).toEqual({ status: 'Abnormal', statusAt: row.statusAt })
    const happened = await w.console.db.read.activity.findMany({ where: { kind: 'deployment', appName: 'app' } })
    expect(happened.map(({ action }) => action).filter((action) => action !== 'deployed')).toEqual(['Abnormal'])
    await name('container-a')
    w.console.changes.publish({ tenant: TENANT, kind: 'deployment', ids: [row.id] })
    expect((await w.deploymentIs('app', 'edge-a', 'Running')).reason).toBe('')
  })

  it('is updated in place, with the whole template', async () => {
    const { w, row } = await running({
      cpuQuota: 0.5,
      network: { type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] },
    })
    await w.console.publish('app', '2', { memoryQuota: 32 })
    await w.console.deploy('app', '2', 'edge-a')
    await w.eventually(async () => {
      const { deployments, pods } = await w.workloads(row.deployUUID)
      const template = deployments[0]?.spec.template.spec
      expect(template?.hostNetwork).toBe(true)
      expect(template?.containers[0]).toMatchObject({
        image: 'registry.example.com/apulisedge/org/app:2',
        resources: { requests: { memory: '32Mi' } },
      })
      expect(template?.containers[0]?.resources?.requests).not.toHaveProperty('cpu')
      expect(pods.map((pod) => pod.spec.containers[0]?.image)).toEqual(['registry.example.com/apulisedge/org/app:2'])
    })
    const updated = await w.deploymentIs('app', 'edge-a', 'Running')
    expect([updated.id, updated.deployUUID, updated.version]).toEqual([row.id, row.deployUUID, '2'])
    const states = w.console.told.filter(({ kind }) => kind === 'deployment')
    expect(states.length).toBeGreaterThan(2)
  })

  it('becomes a Job and a Deployment again where versions differ in how they restart', async () => {
    const { w, kubelet, row } = await running()
    await w.console.publish('app', '2', { restartPolicy: 'OnFailure' })
    await w.console.publish('app', '3')
    await w.console.deploy('app', '2', 'edge-a')
    await w.eventually(async () => {
      const { deployments, jobs } = await w.workloads(row.deployUUID)
      expect([deployments.length, jobs.length]).toEqual([0, 1])
    })
    await w.deploymentIs('app', 'edge-a', 'Running')
    kubelet.fateOf = (image) => (image.endsWith(':2') ? 'succeeds' : 'runs')
    await kubelet.review()
    await w.deploymentIs('app', 'edge-a', 'Completed')
    await w.console.deploy('app', '3', 'edge-a')
    await w.eventually(async () => {
      const { deployments, jobs, pods } = await w.workloads(row.deployUUID)
      expect([deployments.length, jobs.length]).toEqual([1, 0])
      expect(pods.map((pod) => pod.spec.containers[0]?.image)).toEqual(['registry.example.com/apulisedge/org/app:3'])
    })
    await w.deploymentIs('app', 'edge-a', 'Running')
  })

  it('is made again when somebody deletes its workload', async () => {
    const { w, row, at } = await running()
    const { deployments } = await w.workloads(row.deployUUID)
    w.console.told.length = 0
    await w.cluster.client.delete(DEPLOYMENTS, at)
    await w.eventually(async () => {
      const made = (await w.workloads(row.deployUUID)).deployments
      expect(made).toHaveLength(1)
      expect(made[0]?.metadata.uid).not.toBe(deployments[0]?.metadata.uid)
    })
    await w.deploymentIs('app', 'edge-a', 'Running')
  })

  it('goes with its workload and its pods when it is taken off', async () => {
    const { w, row } = await running()
    await w.console.undeploy('app', '1', 'edge-a')
    await w.deploymentGoes('app', 'edge-a')
    const { deployments, jobs } = await w.workloads(row.deployUUID)
    expect([deployments, jobs]).toEqual([[], []])
    await w.eventually(async () => expect((await w.workloads(row.deployUUID)).pods).toEqual([]))
  })

  it('goes where somebody took its workload off already', async () => {
    const { w, at } = await running()
    await w.console.stop()
    await w.cluster.client.delete(DEPLOYMENTS, at)
    await w.console.undeploy('app', '1', 'edge-a')
    w.console.start()
    await w.deploymentGoes('app', 'edge-a')
  })

  it('that is taken off while it is being made leaves nothing behind', async () => {
    const w = world()
    await w.joinNode('edge-a')
    await w.console.publish('app', '1')
    await w.console.deploy('app', '1', 'edge-a')
    const row = await w.console.deployment('app', 'edge-a')
    await w.console.undeploy('app', '1', 'edge-a')
    await w.deploymentGoes('app', 'edge-a')
    await w.eventually(async () => {
      const { deployments, pods } = await w.workloads(row?.deployUUID ?? '')
      expect([deployments, pods]).toEqual([[], []])
    })
  })

  it('ends as the last of several changes wants it', async () => {
    const { w, row } = await running()
    await w.console.publish('app', '2')
    await w.console.publish('app', '3')
    await Promise.all([w.console.deploy('app', '2', 'edge-a'), w.console.deploy('app', '3', 'edge-a')])
    const last = await w.console.deployment('app', 'edge-a')
    await w.eventually(async () => {
      const { pods } = await w.workloads(row.deployUUID)
      expect(pods.map((pod) => pod.spec.containers[0]?.image)).toEqual([last?.containerImagePath])
    })
    expect((await w.deploymentIs('app', 'edge-a', 'Running')).version).toBe(last?.version)
  })
})

describe('a run-to-end workload', () => {
  it('is a Job that is Completed when it succeeded, and stays so', async () => {
    const { w, kubelet, row, at } = await running({ restartPolicy: 'Never' })
    expect((await w.workloads(row.deployUUID)).pods[0]?.spec.restartPolicy).toBe('Never')
    kubelet.fateOf = () => 'succeeds'
    await kubelet.review()
    await w.deploymentIs('app', 'edge-a', 'Completed')
    await w.console.stop()
    w.console.start()
    await w.cluster.client.patch(JOBS, at, { metadata: { labels: { touched: 'yes' } } })
    await w.eventually(() => expect(w.console.isConnected).toBe(true))
    expect((await w.console.deployment('app', 'edge-a'))?.status).toBe('Completed')
    expect((await w.workloads(row.deployUUID)).jobs).toHaveLength(1)
  })

  it('is not run again when its Job is cleaned up after its end, but when somebody asks', async () => {
    const { w, kubelet, row, at } = await running({ restartPolicy: 'Never' })
    kubelet.fateOf = () => 'succeeds'
    await kubelet.review()
    await w.deploymentIs('app', 'edge-a', 'Completed')
    kubelet.fateOf = () => 'runs'
    await w.cluster.client.delete(JOBS, at)
    await w.eventually(async () => expect((await w.workloads(row.deployUUID)).jobs).toEqual([]))
    await w.console.stop()
    w.console.start()
    // Keys are worked on in their order: when what was deployed after it runs, it was looked at.
    await w.console.publish('later', '1')
    await w.console.deploy('later', '1', 'edge-a')
    await w.deploymentIs('later', 'edge-a', 'Running')
    expect((await w.console.deployment('app', 'edge-a'))?.status).toBe('Completed')
    expect((await w.workloads(row.deployUUID)).jobs).toEqual([])
    await w.console.restart('app', '1', 'edge-a')
    await w.deploymentIs('app', 'edge-a', 'Running')
  })

  it('is Abnormal when it failed for good, and can be taken off', async () => {
    const { w, kubelet, row, at } = await running({ restartPolicy: 'Never' })
    await w.cluster.client.patch(JOBS, at, { spec: { backoffLimit: 0 } })
    kubelet.fateOf = () => 'fails'
    await kubelet.review()
    const failed = await w.eventually(async () => {
      const found = await w.console.deployment('app', 'edge-a')
      expect(found?.reason).toBe('Error (exit code 3)')
      return found
    })
    expect(failed?.status).toBe('Abnormal')
    await w.console.undeploy('app', '1', 'edge-a')
    await w.deploymentGoes('app', 'edge-a')
    expect((await w.workloads(row.deployUUID)).jobs).toEqual([])
  })
})
