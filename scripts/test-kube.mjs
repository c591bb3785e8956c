// A real Kubernetes API server for the cluster suite: the one of KUBECONFIG, or one started by the scripts that lie
// beside the project on some machines.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from './prepare.mjs'

const SCRIPTS = path.join(root, '../shared/tools/kube')

/** @returns {{ kubeconfig: string, stop: () => void } | { skipped: string }} */
export function startKube() {
  if (process.env.KUBECONFIG) return { kubeconfig: process.env.KUBECONFIG, stop() {} }
  if (!fs.existsSync(path.join(SCRIPTS, 'cluster'))) {
    return { skipped: 'set KUBECONFIG to the kubeconfig of a Kubernetes that tests may use' }
  }
  const built = spawnSync('bash', [path.join(SCRIPTS, 'build')], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (built.status !== 0) throw new Error('the Kubernetes control plane could not be built')
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'apulisedge-kube-'))
  // Ports away from the usual ones, so that a cluster in use on this machine is left alone.
  const env = { ...process.env, K8S_DIR: dir, K8S_PORT: '17443', ETCD_PORT: '23379', NODE_GRACE: '8s' }
  const cluster = (command) => spawnSync('bash', [path.join(SCRIPTS, 'cluster'), command], { stdio: 'inherit', env })
  if (cluster('start').status !== 0) {
    cluster('stop')
    throw new Error('the Kubernetes control plane did not start')
  }
  const stop = () => {
    cluster('stop')
    fs.rmSync(dir, { recursive: true, force: true })
  }
  return { kubeconfig: path.join(dir, 'admin.kubeconfig'), stop }
}
