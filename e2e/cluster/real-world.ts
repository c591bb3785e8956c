import { randomBytes } from 'node:crypto'
import { KubeClient } from '@/lib/cluster/client'
import { TestConsole } from '../harness/console'
import { DockerRegistry } from '../harness/docker-registry'
import { EdgeNode } from '../harness/edge-node'
import { ensureJoinToken } from '../harness/kube'
import type { Portal } from '../harness/portal'
import { Postgres } from '../harness/postgres'

/** A console on real servers: a Kubernetes, an image registry, a PostgreSQL, and, as `join` makes it, an edge node. */
export class RealWorld {
  /** Makes names that no run before this one has used, as the servers may be kept. */
  readonly run = randomBytes(4).toString('hex')
  readonly kube: KubeClient
  node: EdgeNode | undefined

  private constructor(
    readonly kubeconfig: string,
    readonly console: TestConsole,
    readonly registryHost: string,
    readonly servers: readonly { stop(): Promise<void> }[],
  ) {
    this.kube = KubeClient.fromFile(kubeconfig)
  }

  /** Takes the servers of REGISTRY_URL and DATABASE_URL where they are set, else starts its own. */
  static async start(kubeconfig: string): Promise<RealWorld> {
    const servers: { stop(): Promise<void> }[] = []
    try {
      const registryUrl = process.env.REGISTRY_URL ?? (await started(servers, DockerRegistry.start())).url
      const databaseUrl = process.env.DATABASE_URL ?? (await started(servers, Postgres.start())).url
      await ensureJoinToken(kubeconfig)
      const env = {
        KUBECONFIG: kubeconfig,
        CLOUDCORE_ADDRESS: '192.0.2.10',
        REGISTRY_URL: registryUrl,
        DATABASE_URL: databaseUrl,
      }
      const console = await started(servers, TestConsole.start({ env }))
      return new RealWorld(kubeconfig, console, new URL(registryUrl).host, servers)
    } catch (error) {
      for (const server of servers.reverse()) await server.stop()
      throw error
    }
  }

  get portal(): Portal {
    return this.console.portal({ uid: 1 })
  }

  /** The real kubelet joins as the Node of that name. */
  async join(name: string): Promise<void> {
    this.node = await EdgeNode.start({ kubeconfig: this.kubeconfig, name, registryHost: this.registryHost })
  }

  async stop(): Promise<void> {
    await this.node?.stop()
    this.kube.close()
    for (const server of [...this.servers].reverse()) await server.stop()
  }
}

async function started<S extends { stop(): Promise<void> }>(
  servers: { stop(): Promise<void> }[],
  starting: Promise<S>,
): Promise<S> {
  const server = await starting
  servers.push(server)
  return server
}
