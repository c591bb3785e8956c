import type {
  DeploymentObject,
  JobObject,
  KubeList,
  KubeObject,
  NodeObject,
  PodObject,
  PodTemplate,
} from '@/lib/cluster/kinds'
import { STRATEGIC, type TargetClient } from './target'

/** What a suite works with: a client, a namespace of its own, and nodes that it plays the kubelet of. */
export interface Bench {
  client: TargetClient
  namespace: string
  /** path of a namespaced core resource */
  core: (resource: string, name?: string) => string
  apps: (resource: string, name?: string) => string
  jobs: (name?: string) => string
}

export function makeBench(client: TargetClient, namespace: string): Bench {
  const path = (root: string) => (resource: string, name?: string) =>
    `${root}/namespaces/${namespace}/${resource}${name ? `/${name}` : ''}`
  const batch = path('/apis/batch/v1')
  return { client, namespace, core: path('/api/v1'), apps: path('/apis/apps/v1'), jobs: (name) => batch('jobs', name) }
}

export function template(labels: Record<string, string>, spec: Partial<PodTemplate['spec']> = {}): PodTemplate {
  return {
    metadata: { labels },
    spec: { containers: [{ name: 'main', image: 'registry.invalid/demo/web:1' }], ...spec },
  }
}

export function deployment(name: string, spec: Partial<DeploymentObject['spec']> = {}): unknown {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template: template(labels), ...spec },
  }
}

export function job(name: string, spec: Partial<JobObject['spec']> = {}): unknown {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: template({}, { restartPolicy: 'Never' }), ...spec },
  }
}

export function configMap(
  name: string,
  labels: Record<string, string> = {},
  data: Record<string, string> = {},
): unknown {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data }
}

/** Asks until the answer meets the condition; the bound is generous because a real control plane takes its time. */
export async function eventually<T>(
  ask: () => Promise<T>,
  condition: (value: T) => boolean,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const value = await ask()
    if (condition(value)) return value
    if (Date.now() > deadline)
      throw new Error(`did not come about within ${timeoutMs} ms: ${JSON.stringify(value).slice(0, 1500)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export async function podsOf({ client, core }: Bench, selector: string): Promise<PodObject[]> {
  const list = await client.must<KubeList<PodObject>>(
    'GET',
    `${core('pods')}?labelSelector=${encodeURIComponent(selector)}`,
  )
  return list.items
}

/** A node by hand: registered, ready, and kept alive until `stop`. */
export class HandMadeNode {
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly client: TargetClient,
    readonly name: string,
  ) {}

  async register(capacity: Record<string, string> = { cpu: '4', memory: '8Gi', pods: '110' }): Promise<NodeObject> {
    const labels = { 'kubernetes.io/hostname': this.name }
    await this.client.create('/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: this.name, labels },
      spec: {},
    })
    await this.beat({ capacity, allocatable: capacity })
    this.timer = setInterval(() => {
      // a beat that fails shows in the test that waits for the node
      this.beat({}).catch(() => undefined)
    }, 1_000)
    return eventually(
      () => this.get(),
      ({ spec }) => !spec?.taints?.length,
    )
  }

  private async beat(status: NodeObject['status']): Promise<void> {
    const now = new Date().toISOString().replace(/\.\d+Z/, 'Z')
    const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: now }
    await this.client.must(
      'PATCH',
      `/api/v1/nodes/${this.name}/status`,
      { status: { ...status, conditions: [ready] } },
      STRATEGIC,
    )
  }

  get(): Promise<NodeObject> {
    return this.client.must<NodeObject>('GET', `/api/v1/nodes/${this.name}`)
  }

  /** No more heartbeats. */
  stop(): void {
    clearInterval(this.timer)
  }

  async remove(): Promise<void> {
    this.stop()
    await this.client.request('DELETE', `/api/v1/nodes/${this.name}`)
  }

  /** Reports the pod as its kubelet would. */
  async report(pod: PodObject, phase: 'Running' | 'Succeeded' | 'Failed', exitCode = 0): Promise<void> {
    const now = new Date().toISOString().replace(/\.\d+Z/, 'Z')
    const running = phase === 'Running'
    const state = running
      ? { running: { startedAt: now } }
      : { terminated: { exitCode, reason: exitCode ? 'Error' : 'Completed', startedAt: now, finishedAt: now } }
    const status = {
      phase,
      startTime: now,
      conditions: ['Ready', 'ContainersReady'].map((type) => ({
        type,
        status: running ? 'True' : 'False',
        lastTransitionTime: now,
      })),
      containerStatuses: pod.spec.containers.map(({ name, image }) => ({
        name,
        image,
        imageID: '',
        ready: running,
        restartCount: 0,
        state,
        lastState: {},
      })),
    }
    const { namespace, name } = pod.metadata
    await this.client.must('PATCH', `/api/v1/namespaces/${namespace}/pods/${name}/status`, { status }, STRATEGIC)
  }

  /** The kubelet's last word on a pod that is being deleted. */
  async finish({ metadata }: KubeObject): Promise<void> {
    await this.client.request(
      'DELETE',
      `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}?gracePeriodSeconds=0`,
    )
  }
}
