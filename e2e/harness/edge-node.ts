import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { Cleaner } from '@/lib/testing/cleaner'
import { startOrStop } from '@/lib/testing/start-or-stop'
import { BUSYBOX, busyboxArchive } from './busybox-image'
import { Daemon } from './daemon'
import { kubeTool, runScript, whyNoControlPlane } from './kube-tools'
import { root } from './program'

const SCRIPT = path.join(root, 'e2e/harness/edge-node.sh')
const PROGRAMS = ['containerd', 'runc', 'iptables', 'skopeo']
/** The image that holds a pod's network, where the script looks for it. */
const PAUSE = 'test/x:1'
const LOCK = 'apulisedge-kubelet'
const LOCK_MS = 20 * 60_000
/** Of the node, in the cluster. Its own containers' host ports are reached on 127.0.0.1. */
const NODE_IP = '10.250.0.1'

interface Options {
  /** Of an administrator, in a folder that a control plane's script made. */
  kubeconfig: string
  /** Of the Node: the uniqueName of the console's record. */
  name: string
  /** `host:port` of a registry that is spoken to in plain HTTP. */
  registryHost: string
}

/** A real kubelet with containerd, which runs real containers on this machine; there is one at a time. */
export class EdgeNode {
  readonly #cleaner = new Cleaner()

  private constructor(
    readonly dir: string,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Why it cannot be started here for this cluster; undefined where it can. */
  static whyNot(kubeconfig: string): string | undefined {
    const why = whyNoControlPlane()
    if (why !== undefined) return why
    if (process.getuid?.() !== 0) return 'a kubelet needs root'
    if (!existsSync(caOf(kubeconfig))) return `there is no ${caOf(kubeconfig)} to sign the kubelet's certificate with`
    const missing = PROGRAMS.filter((name) => spawnSync('which', [name]).status !== 0)
    if (!existsSync(BUSYBOX)) missing.push('busybox-static')
    if (!existsSync('/usr/lib/cni/portmap')) missing.push('containernetworking-plugins')
    return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined
  }

  /** Joins the cluster. Whoever calls it stops it. */
  static async start({ kubeconfig, name, registryHost }: Options): Promise<EdgeNode> {
    const dir = await mkdtemp(path.join(tmpdir(), 'apulisedge-node-'))
    const made = new EdgeNode(dir, {
      K8S_DIR: path.dirname(kubeconfig),
      NODE_DIR: dir,
      NODE_NAME: name,
      NODE_IP,
      REG: registryHost,
    })
    await startOrStop(made, async () => {
      await made.#cleaner.lock(LOCK, LOCK_MS)
      made.#cleaner.add({ run: ['bash', SCRIPT, 'stop', kubeTool('node')], env: made.env, remove: dir })
      await pushPauseImage(registryHost, dir)
      await made.run()
    })
    return made
  }

  get kubelet(): Daemon {
    return new Daemon('kubelet', path.join(this.dir, 'pid/kubelet'))
  }

  /** Starts what does not run of it. */
  run(): Promise<void> {
    return runScript([SCRIPT, 'start', kubeTool('node')], this.env)
  }

  async stop(): Promise<void> {
    await this.#cleaner.close()
    await rm(this.dir, { recursive: true, force: true })
  }
}

function caOf(kubeconfig: string): string {
  return path.join(path.dirname(kubeconfig), 'pki/ca.key')
}

async function pushPauseImage(registryHost: string, dir: string): Promise<void> {
  const file = path.join(dir, 'pause.tar')
  await writeFile(file, await busyboxArchive({ tag: PAUSE, command: ['sleep', '2147483647'] }))
  const target = `docker://${registryHost}/${PAUSE}`
  await promisify(execFile)('skopeo', ['copy', '--quiet', '--dest-tls-verify=false', `docker-archive:${file}`, target])
  await rm(file)
}
