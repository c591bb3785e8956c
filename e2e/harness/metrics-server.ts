import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { KubeClient } from '@/lib/cluster/client'
import type { KubeObject } from '@/lib/cluster/kinds'
import type { NodeMetricsObject, PodMetricsObject } from '@/lib/cluster/metrics-kinds'
import { NODE_METRICS, POD_METRICS, resourcePath, type Resource } from '@/lib/cluster/resources'
import { TestAuthority } from '@/lib/registry/testing/certificates'

const GROUP_VERSION = 'metrics.k8s.io/v1beta1'
const NAME = 'test-metrics-server'
const NAMESPACE = 'kube-system'
const SERVICES: Resource<KubeObject & { spec: object }> = {
  apiVersion: 'v1',
  kind: 'Service',
  plural: 'services',
  namespaced: true,
}
const API_SERVICES: Resource<KubeObject & { spec: object; status?: { conditions?: { status: string }[] } }> = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  plural: 'apiservices',
  namespaced: false,
}
const API_SERVICE = 'v1beta1.metrics.k8s.io'

/** An API server of metrics.k8s.io that a real cluster's API server asks, as it asks a metrics-server. */
export class MetricsServer {
  readonly nodes = new Map<string, NodeMetricsObject>()
  /** By the labels that each is found by. */
  readonly pods = new Map<string, PodMetricsObject[]>()

  private constructor(
    readonly kube: KubeClient,
    readonly server: https.Server,
  ) {}

  /** Makes it part of the cluster's API, and waits until it is. */
  static async start(kube: KubeClient): Promise<MetricsServer> {
    const dir = mkdtempSync(path.join(tmpdir(), 'metrics-server-'))
    const { certificate, key } = new TestAuthority(dir).issue('metrics')
    const server = https.createServer({ cert: readFileSync(certificate), key: readFileSync(key) })
    await rm(dir, { recursive: true })
    const made = new MetricsServer(kube, server)
    server.on('request', (req, res) => {
      const { status, body } = made.#answer(new URL(req.url ?? '/', 'https://metrics'))
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    await made.#register((server.address() as AddressInfo).port)
    return made
  }

  async stop(): Promise<void> {
    await this.kube.delete(API_SERVICES, { name: API_SERVICE })
    await this.kube.delete(SERVICES, { name: NAME, namespace: NAMESPACE })
    await this.fail()
  }

  /** Ends it without a word to the cluster. */
  async fail(): Promise<void> {
    if (!this.server.listening) return
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  async #register(port: number): Promise<void> {
    await this.kube.create(SERVICES, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace: NAMESPACE },
      // The API server itself finds the way: nothing routes to a cluster's address here.
      spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port, protocol: 'TCP' }] },
    })
    const [group, version] = GROUP_VERSION.split('/')
    await this.kube.create(API_SERVICES, {
      apiVersion: API_SERVICES.apiVersion,
      kind: API_SERVICES.kind,
      metadata: { name: API_SERVICE },
      spec: {
        group,
        version,
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name: NAME, namespace: NAMESPACE, port },
      },
    })
  }

  #answer({ pathname, searchParams }: URL): { status: number; body: unknown } {
    const nodes = `${resourcePath(NODE_METRICS)}/`
    if (pathname === `/apis/${GROUP_VERSION}`) return { status: 200, body: RESOURCE_LIST }
    if (pathname.startsWith(nodes)) {
      const found = this.nodes.get(pathname.slice(nodes.length))
      return found ? { status: 200, body: found } : NOT_FOUND
    }
    if (!pathname.endsWith(`/${POD_METRICS.plural}`)) return NOT_FOUND
    const items = this.pods.get(searchParams.get('labelSelector') ?? '') ?? []
    return { status: 200, body: { kind: 'PodMetricsList', apiVersion: GROUP_VERSION, metadata: {}, items } }
  }
}

const NOT_FOUND = { status: 404, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound' } }
const RESOURCE_LIST = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: GROUP_VERSION,
  resources: [NODE_METRICS, POD_METRICS].map(({ plural, kind, namespaced }) => ({
    name: plural,
    singularName: '',
    namespaced,
    kind,
    verbs: ['get', 'list'],
  })),
}
