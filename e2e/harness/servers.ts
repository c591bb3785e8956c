// npm run servers [-- --node NAME]: starts a real Kubernetes, a docker-registry and a PostgreSQL, prints how a console
// is told of them, and with --node has a real kubelet join as NAME; runs until Ctrl-C, and leaves nothing.
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { Postgres } from '@/lib/testing/postgres'
import { ControlPlane } from './control-plane'
import { EdgeNode } from './edge-node'
import { ensureJoinToken } from './kube'
import { whyNoControlPlane } from './kube-tools'
import { ServerStack } from './server-stack'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { node: { type: 'string' } } })
  const why = whyNoControlPlane()
  if (why !== undefined) throw new Error(why)
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const servers = new ServerStack()
  try {
    await Promise.race([interrupted, start(servers, values.node)])
    await interrupted
  } finally {
    await servers.stop()
  }
}

/** Starts them and says how a console is told of them. */
async function start(servers: ServerStack, node: string | undefined): Promise<void> {
  const registry = await servers.start(DockerRegistry.start())
  const postgres = await servers.start(Postgres.start())
  const { kubeconfig } = await servers.start(ControlPlane.start({ nodeGrace: '15s' }))
  await ensureJoinToken(kubeconfig)
  if (node !== undefined) {
    const why = EdgeNode.whyNot(kubeconfig)
    if (why !== undefined) throw new Error(why)
    await servers.start(EdgeNode.start({ kubeconfig, name: node, registryHost: registry.host }))
  }
  const env = { KUBECONFIG: kubeconfig, REGISTRY_URL: registry.url, DATABASE_URL: postgres.url }
  const all = { ...env, CLOUDCORE_ADDRESS: '192.0.2.10' }
  for (const [name, value] of Object.entries(all)) process.stdout.write(`export ${name}=${value}\n`)
}

// What was still starting when it was interrupted is ended by the cleaner.
main()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 1
  })
  .finally(() => process.exit())
