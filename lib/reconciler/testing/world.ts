import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import type { DeploymentObject, JobObject, PodObject } from '@/lib/cluster/kinds'
import { DEPLOYMENTS, JOBS, PODS } from '@/lib/cluster/resources'
import { openScratchDb } from '@/lib/db/testing/databases'
import { DEPLOY_LABEL } from '@/lib/deployments/workload'
import { ApiProxy } from './api-proxy'
import { NAMESPACE, openClusterUnderTest, type ClusterUnderTest } from './cluster-under-test'
import { TestConsole } from './console'
import { Kubelet } from './kubelet'

/** A real API server and its controllers take their time on a busy machine. */
const EVENTUALLY_MS = 30_000

/** What every test of the reconciler has: one cluster for the file; a proxy, a console and nodes of its own. */
export class World {
  readonly kubelets: Kubelet[] = []

  constructor(
    readonly cluster: ClusterUnderTest,
    readonly proxy: ApiProxy,
    readonly console: TestConsole,
  ) {}

  /** A node that has joined, named like `edge-a`; `Online` in the console when this returns. */
  async joinNode(name: string): Promise<Kubelet> {
    const { uniqueName } = await this.console.createNode(name)
    const kubelet = this.kubelet(uniqueName)
    await kubelet.join()
    await this.nodeIs(name, 'Online')
    return kubelet
  }

  kubelet(uniqueName: string): Kubelet {
    const kubelet = new Kubelet(this.cluster, uniqueName)
    this.kubelets.push(kubelet)
    return kubelet
  }

  eventually<T>(check: () => Promise<T> | T): Promise<T> {
    return vi.waitFor(check, { timeout: EVENTUALLY_MS, interval: 50 })
  }

  nodeIs(name: string, status: string) {
    return this.eventually(async () => {
      const node = await this.console.node(name)
      if (node?.status !== status) throw new Error(`node ${name} is ${node?.status ?? 'not there'}, not ${status}`)
      return node
    })
  }

  deploymentIs(appName: string, nodeName: string, status: string) {
    return this.eventually(async () => {
      const row = await this.console.deployment(appName, nodeName)
      if (row?.status !== status) {
        throw new Error(
          `${appName} on ${nodeName} is ${row ? `${row.status} (${row.reason})` : 'not there'}, not ${status}`,
        )
      }
      return row
    })
  }

  deploymentGoes(appName: string, nodeName: string): Promise<void> {
    return this.eventually(async () => {
      const row = await this.console.deployment(appName, nodeName)
      if (row) throw new Error(`${appName} is still on ${nodeName}: ${row.status}`)
    })
  }

  /** What the cluster has for a deployment. */
  async workloads(
    deployUUID: string,
  ): Promise<{ deployments: DeploymentObject[]; jobs: JobObject[]; pods: PodObject[] }> {
    const { client } = this.cluster
    const selection = { namespace: NAMESPACE, labelSelector: `${DEPLOY_LABEL}=${deployUUID}` }
    return {
      deployments: await client.list(DEPLOYMENTS, selection),
      jobs: await client.list(JOBS, selection),
      pods: await client.list(PODS, selection),
    }
  }
}

/** For a test file: the world of the test that runs. */
export function reconcilerWorld(): () => World {
  vi.setConfig({ testTimeout: 4 * EVENTUALLY_MS })
  let cluster: ClusterUnderTest
  let world: World | undefined
  beforeAll(async () => {
    cluster = await openClusterUnderTest()
  })
  afterAll(() => cluster.stop())
  beforeEach(async () => {
    const proxy = await ApiProxy.start(cluster.kubeconfigFile)
    const console = new TestConsole(await openScratchDb(), proxy.url)
    world = new World(cluster, proxy, console)
    console.start()
  })
  afterEach(async () => {
    if (!world) return
    const { proxy, console, kubelets } = world
    await console.stop()
    await proxy.cut()
    await cluster.clean(kubelets.map(({ nodeName }) => nodeName))
    await console.db.close()
    for (const kubelet of kubelets) await kubelet.stop()
  })
  return () => {
    if (!world) throw new Error('no test is running')
    return world
  }
}
