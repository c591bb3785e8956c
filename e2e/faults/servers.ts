import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { KubeClient } from '@/lib/cluster/client'
import { LEASES } from '@/lib/cluster/resources'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { Postgres } from '@/lib/testing/postgres'
import { startOrStop } from '@/lib/testing/start-or-stop'
import { waitFor } from '@/lib/testing/wait'
import { TestConsole } from '../harness/console'
import { ControlPlane } from '../harness/control-plane'
import { ensureJoinToken } from '../harness/kube'
import { Portal } from '../harness/portal'
import type { Random } from '../harness/random'
import { ServerStack } from '../harness/server-stack'

export const NAMESPACE = 'default'
const DOWN_MS = [100, 4000] as const
/** Longer than the leader's lease, so that another takes over while the first still means to lead. */
const PAUSE_MS = [500, 12_000] as const

interface Victim {
  readonly name: string
  kill(): Promise<void>
  run(): Promise<void>
  signal(signal: NodeJS.Signals): void
}

/** The real servers, two consoles on them, and what can happen to each. */
export class Servers {
  readonly kube: KubeClient

  private constructor(
    readonly controlPlane: ControlPlane,
    readonly registry: DockerRegistry,
    readonly postgres: Postgres,
    readonly consoles: readonly TestConsole[],
    readonly secret: string,
    readonly all: ServerStack,
  ) {
    this.kube = KubeClient.fromFile(controlPlane.kubeconfig)
  }

  /** Whoever calls it stops them. */
  static async start(): Promise<Servers> {
    const all = new ServerStack()
    return startOrStop(all, async () => {
      const controlPlane = await all.start(ControlPlane.start())
      const registry = await all.start(DockerRegistry.start())
      const postgres = await all.start(Postgres.start())
      const secret = randomBytes(32).toString('hex')
      await ensureJoinToken(controlPlane.kubeconfig)
      const env = {
        KUBECONFIG: controlPlane.kubeconfig,
        DATABASE_URL: postgres.url,
        REGISTRY_URL: registry.url,
        CLOUDCORE_ADDRESS: '192.0.2.10',
        JWT_SECRET: secret,
      }
      const consoles = []
      for (let one = 0; one < 2; one++) consoles.push(await all.start(TestConsole.start({ env })))
      return new Servers(controlPlane, registry, postgres, consoles, secret, all)
    })
  }

  readonly portals = (): Portal[] => this.consoles.map(({ url }) => new Portal(url, this.secret, { uid: 1 }))

  async stop(): Promise<void> {
    this.kube.close()
    await this.all.stop()
  }

  /** One or two of the servers are killed or held still for a while, then all run again. Says what was done. */
  async fault(random: Random): Promise<string> {
    const all = await this.#victims(random)
    const chosen = random.sample(all, random.between(1, 2))
    const victims = all.filter((victim) => chosen.includes(victim)) // in their order
    if (random.next() < 0.3) {
      const ms = random.between(...PAUSE_MS)
      for (const victim of victims) victim.signal('SIGSTOP')
      await delay(ms)
      for (const victim of victims) victim.signal('SIGCONT')
      return `held for ${ms} ms: ${victims.map(({ name }) => name).join(', ')}`
    }
    const ms = random.between(...DOWN_MS)
    await Promise.all(victims.map((victim) => victim.kill()))
    await delay(ms)
    for (const victim of victims) await victim.run()
    return `killed for ${ms} ms: ${victims.map(({ name }) => name).join(', ')}`
  }

  /** In the order in which they are started again: a console does not start without its database. */
  async #victims(random: Random): Promise<Victim[]> {
    const { controlPlane, postgres, registry } = this
    const apiServer = () => controlPlane.part('kube-apiserver')
    const leader = await this.leader().catch(() => undefined) // it cannot be seen now: any of them, then
    const other = this.consoles.find((one) => one !== leader) ?? random.pick(this.consoles)
    const consoleVictim = (name: string, one: TestConsole): Victim => ({
      name: `${name} (${one.port})`,
      kill: () => one.kill9(),
      run: () => one.run(),
      signal: (signal) => void process.kill(one.pid, signal),
    })
    return [
      {
        name: 'PostgreSQL',
        kill: () => postgres.crash(),
        run: () => postgres.run(),
        signal: (signal) => postgres.signal(signal),
      },
      {
        name: 'registry',
        kill: () => registry.kill(),
        run: () => registry.run(),
        signal: (signal) => registry.signal(signal),
      },
      {
        name: 'API server',
        kill: () => apiServer().kill(),
        run: () => controlPlane.run(),
        signal: (signal) => apiServer().signal(signal),
      },
      ...(leader ? [consoleVictim('leading console', leader)] : []),
      consoleVictim('console', other),
    ]
  }

  /** The console that holds the lease, as far as that can be seen. */
  async leader(): Promise<TestConsole | undefined> {
    const leases = await this.kube.list(LEASES, { namespace: NAMESPACE })
    const holders = leases
      .filter(({ metadata }) => metadata.name?.startsWith('apulisedge-console-'))
      .map(({ spec }) => spec?.holderIdentity ?? '')
    return this.consoles.find(({ lines }) =>
      holders.some((identity) => identity !== '' && lines.some((line) => line.includes(identity))),
    )
  }

  /** Waits until each console says that all its parts work. */
  async allWell(timeoutMs: number): Promise<void> {
    for (const { url } of this.consoles) {
      const isWell = async () =>
        (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5000) })).status === 200
      await waitFor(isWell, { what: `all is well for ${url}`, timeoutMs, everyMs: 200 })
    }
  }
}
