import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { Cleaner } from '@/lib/testing/cleaner'
import { freePort, twoFreePorts } from '@/lib/testing/free-port'
import { startOrStop } from '@/lib/testing/start-or-stop'
import { Daemon } from './daemon'
import { buildKube, kubeTool, runScript } from './kube-tools'

export type ControlPlanePart = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler'

interface Options {
  /** For how long a node may be silent until it is taken for unreachable, e.g. `8s`. */
  nodeGrace?: string
}

/** A real Kubernetes control plane of its own, without nodes: etcd, API server, controller manager, scheduler. */
export class ControlPlane {
  readonly #cleaner = new Cleaner()

  private constructor(
    readonly dir: string,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Whoever calls it stops it. */
  static async start({ nodeGrace = '8s' }: Options = {}): Promise<ControlPlane> {
    await buildKube()
    const dir = await mkdtemp(path.join(tmpdir(), 'apulisedge-kube-'))
    const ports = { K8S_PORT: String(await freePort()), ETCD_PORT: String(await twoFreePorts()) }
    const made = new ControlPlane(dir, { K8S_DIR: dir, NODE_GRACE: nodeGrace, ...ports })
    made.#cleaner.add({ run: ['bash', kubeTool('cluster'), 'stop'], env: made.env, remove: dir })
    await startOrStop(made, () => made.run())
    return made
  }

  /** The one that another process started and stops: the one of that process's `settings`. */
  static of(settings: string): ControlPlane {
    const env = z.record(z.string(), z.string()).parse(JSON.parse(settings))
    return new ControlPlane(env.K8S_DIR ?? '', env)
  }

  get settings(): string {
    return JSON.stringify(this.env)
  }

  /** Of an administrator. */
  get kubeconfig(): string {
    return path.join(this.dir, 'admin.kubeconfig')
  }

  part(name: ControlPlanePart): Daemon {
    return new Daemon(name, path.join(this.dir, 'pid', name))
  }

  /** Starts what does not run, and waits until the API server is ready. */
  run(): Promise<void> {
    return runScript([kubeTool('cluster'), 'start'], this.env)
  }

  async stop(): Promise<void> {
    await this.#cleaner.close()
    await rm(this.dir, { recursive: true, force: true })
  }
}
