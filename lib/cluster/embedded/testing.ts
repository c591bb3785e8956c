import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { SecretObject } from '@/lib/cluster/kinds'
import { TargetClient, targetOf } from '@/lib/cluster/conformance/target'
import { startEmbeddedCluster, type EmbeddedCluster, type EmbeddedClusterOptions } from './embedded-cluster'

/** What tests of the embedded cluster share: a cluster in a folder of its own, and a small image registry. */
export interface TestCluster {
  cluster: EmbeddedCluster
  client: TargetClient
  dataDir: string
  token: string
  /** Stops the cluster and starts it again on the same state. */
  restart(): Promise<void>
  close(): Promise<void>
}

export const silent = pino({ level: 'silent' })

export async function openTestCluster(options: Partial<EmbeddedClusterOptions> = {}): Promise<TestCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'embedded-cluster-'))
  const start = () =>
    startEmbeddedCluster({ dataDir, log: silent, nodeHeartbeatMs: 500, nodeGraceMs: 1_500, ...options })
  const cluster = await start()
  const client = new TargetClient(targetOf('embedded', cluster.kubeconfigFile))
  const secret = await client.must<SecretObject>('GET', '/api/v1/namespaces/kubeedge/secrets/tokensecret')
  const test: TestCluster = {
    cluster,
    client,
    dataDir,
    token: Buffer.from(secret.data?.tokendata ?? '', 'base64').toString('utf8'),
    async restart() {
      await test.cluster.stop()
      test.client.close()
      test.cluster = await start()
      test.client = new TargetClient(targetOf('embedded', test.cluster.kubeconfigFile))
    },
    async close() {
      test.client.close()
      await test.cluster.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return test
}

/** The bearer token of a cluster's kubeconfig. */
export function adminTokenOf(kubeconfigFile: string): string {
  const config = JSON.parse(readFileSync(kubeconfigFile, 'utf8')) as { users: { user: { token: string } }[] }
  return config.users[0]?.user.token ?? ''
}

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const INDEX = 'application/vnd.oci.image.index.v1+json'

/** A registry that serves images without layers over the pull part of the OCI distribution API. */
export class TestRegistry {
  private readonly documents = new Map<string, { text: string; type: string }>()
  readonly requests: string[] = []
  private readonly server = http.createServer((request, response) => this.answer(request, response))
  host = ''

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    this.server.closeAllConnections()
    await closed
  }

  private answer({ url = '' }: http.IncomingMessage, response: http.ServerResponse): void {
    this.requests.push(url)
    const document = this.documents.get(url)
    if (!document) return void response.writeHead(404).end('{}')
    response
      .writeHead(200, { 'Content-Type': document.type, 'Docker-Content-Digest': digestOf(document.text) })
      .end(document.text)
  }

  private put(
    repository: string,
    kind: 'manifests' | 'blobs',
    text: string,
    type: string,
    tag?: string,
  ): { digest: string; size: number } {
    for (const reference of [digestOf(text), ...(tag ? [tag] : [])]) {
      this.documents.set(`/v2/${repository}/${kind}/${reference}`, { text, type })
    }
    return { digest: digestOf(text), size: text.length }
  }

  private putManifest(
    repository: string,
    architecture: string,
    labels: Record<string, string>,
    tag?: string,
  ): { digest: string; size: number } {
    const config = this.put(
      repository,
      'blobs',
      JSON.stringify({ architecture, os: 'linux', config: { Labels: labels } }),
      'application/octet-stream',
    )
    return this.put(
      repository,
      'manifests',
      JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config, layers: [] }),
      MANIFEST,
      tag,
    )
  }

  /** @returns the reference to pull it by */
  addImage(name: string, options: { labels?: Record<string, string>; architecture?: string } = {}): string {
    this.putManifest(name, options.architecture ?? '', options.labels ?? {}, '1')
    return `${this.host}/${name}:1`
  }

  addIndex(name: string, architectures: string[]): string {
    const manifests = architectures.map((architecture) => ({
      ...this.putManifest(name, architecture, {}),
      platform: { architecture, os: 'linux' },
    }))
    this.put(name, 'manifests', JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }), INDEX, '1')
    return `${this.host}/${name}:1`
  }
}
