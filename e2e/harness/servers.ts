// npm run servers [-- --node NAME]: starts a real Kubernetes, a docker-registry and a PostgreSQL, prints how a console
// is told of them, and with --node has a real kubelet join as NAME; runs until Ctrl-C, and leaves nothing.
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { DockerRegistry } from './docker-registry'
import { ControlPlane } from './control-plane'
import { EdgeNode } from './edge-node'
import { ensureJoinToken } from './kube'
import { whyNoControlPlane } from './kube-tools'
import { Postgres } from './postgres'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { node: { type: 'string' } } })
  const why = whyNoControlPlane()
  if (why !== undefined) throw new Error(why)
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const started: { stop(): Promise<void> }[] = []
  try {
    const [registry, postgres] = [await DockerRegistry.start(), await Postgres.start()]
    started.push(registry, postgres)
    const controlPlane = await ControlPlane.start({ nodeGrace: '15s' })
    started.push(controlPlane)
    const { kubeconfig } = controlPlane
    await ensureJoinToken(kubeconfig)
    if (values.node !== undefined) {
      const why = EdgeNode.whyNot(kubeconfig)
      if (why !== undefined) throw new Error(why)
      started.push(await EdgeNode.start({ kubeconfig, name: values.node, registryHost: registry.host }))
    }
    const env = { KUBECONFIG: kubeconfig, REGISTRY_URL: registry.url, DATABASE_URL: postgres.url }
    const all = { ...env, CLOUDCORE_ADDRESS: '192.0.2.10' }
    for (const [name, value] of Object.entries(all)) process.stdout.write(`export ${name}=${value}\n`)
    await interrupted
  } finally {
    for (const server of started.reverse()) await server.stop()
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})
