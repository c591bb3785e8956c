import { TargetClient, targetOf } from '@/lib/cluster/conformance/target'
import type { SecretObject } from '@/lib/cluster/kinds'
import { startEmbeddedCluster } from './embedded-cluster'
import { silent } from './testing'

// The process that crash.test.ts kills: a cluster with one node, which says when it is up.
const cluster = await startEmbeddedCluster({ dataDir: process.argv[2] ?? '', log: silent })
const client = new TargetClient(targetOf('own', cluster.kubeconfigFile))
const secret = await client.must<SecretObject>('GET', '/api/v1/namespaces/kubeedge/secrets/tokensecret')
await cluster.joinNode({
  name: 'edge-1',
  arch: 'amd64',
  token: Buffer.from(secret.data?.tokendata ?? '', 'base64').toString('utf8'),
})
process.send?.('up')
