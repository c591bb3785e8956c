import { randomBytes } from 'node:crypto'
import { KubeClient } from '@/lib/cluster/client'
import { hasReason } from '@/lib/cluster/kube-error'
import { SECRETS } from '@/lib/cluster/resources'
import { PULL_SECRET_NAME } from '@/lib/cluster/rights'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { Postgres } from '@/lib/testing/postgres'
import { startOrStop } from '@/lib/testing/start-or-stop'
import { TestConsole } from '../harness/console'
import { EdgeNode } from '../harness/edge-node'
import { ensureJoinToken } from '../harness/kube'
import { PasswordRegistry } from '../harness/password-registry'
import type { Portal } from '../harness/portal'
import { ServerStack } from '../harness/server-stack'

/** The namespace that a console uses where it is told no other. */
export const WORKLOADS = 'default'

/** A console on real servers: a Kubernetes, an image registry, a PostgreSQL, and, as `join` makes it, an edge node. */
export class RealWorld {
  /** Makes names that no run before this one has used, as the servers may be kept. */
  readonly run = randomBytes(4).toString('hex')
  readonly kube: KubeClient
  node: EdgeNode | undefined

  private constructor(
    readonly kubeconfig: string,
    readonly console: TestConsole,
    /** Undefined where REGISTRY_URL names another. */
    readonly registry: PasswordRegistry | undefined,
    /** From where the kubelet gets what it needs itself. */
    readonly pauseHost: string,
    readonly servers: ServerStack,
    private readonly env: Record<string, string>,
  ) {
    this.kube = KubeClient.fromFile(kubeconfig)
  }

  /** Takes the servers of REGISTRY_URL and DATABASE_URL where they are set, else starts its own. */
  static async start(kubeconfig: string): Promise<RealWorld> {
    const servers = new ServerStack()
    return startOrStop(servers, async () => {
      const given = process.env.REGISTRY_URL
      const registry = given === undefined ? await servers.start(PasswordRegistry.start()) : undefined
      const pauseUrl = given ?? (await servers.start(DockerRegistry.start())).url
      const databaseUrl = process.env.DATABASE_URL ?? (await servers.start(Postgres.start())).url
      await ensureJoinToken(kubeconfig)
      const env = {
        KUBECONFIG: kubeconfig,
        CLOUDCORE_ADDRESS: '192.0.2.10',
        DATABASE_URL: databaseUrl,
        ...(registry?.env ?? { REGISTRY_URL: pauseUrl }),
      }
      const console = await servers.start(TestConsole.start({ env }))
      return new RealWorld(kubeconfig, console, registry, new URL(pauseUrl).host, servers, env)
    })
  }

  get portal(): Portal {
    return this.console.portal({ uid: 1 })
  }

  /** The real kubelet joins as the Node of that name. */
  async join(name: string): Promise<void> {
    this.node = await EdgeNode.start({ kubeconfig: this.kubeconfig, name, registryHost: this.pauseHost })
  }

  /** In the registry, and in what the console is started with the next time. */
  async changePullPassword(registry: PasswordRegistry): Promise<void> {
    await registry.changePullPassword()
    Object.assign(this.env, registry.env)
  }

  async stop(): Promise<void> {
    await this.node?.stop()
    await this.servers.stop()
    if (this.registry) await this.#removePullSecret()
    this.kube.close()
  }

  /** It outlives its console, and another console leaves it alone as not its own. */
  async #removePullSecret(): Promise<void> {
    try {
      await this.kube.delete(SECRETS, { name: PULL_SECRET_NAME, namespace: WORKLOADS })
    } catch (error) {
      if (!hasReason(error, 'NotFound')) throw error
    }
  }
}
