// The process that is measured: argv url mode. With `view` it keeps the reconciler's view of the cluster, with `bare` it
// fetches the same pages, parses them and throws them away. Tells on its standard output when it has seen all, and
// afterwards, for each line on its standard input, how many changes it saw and how much CPU it has used.
import { createInterface } from 'node:readline'
import { KubeConfig } from '@kubernetes/client-node'
import pino from 'pino'
import { KubeClient } from '@/lib/cluster/client'
import { makeCluster } from '@/lib/cluster/cluster'
import { NODES, PODS } from '@/lib/cluster/resources'
import { ClusterView } from '@/lib/reconciler/view'

const [, , server = '', mode = ''] = process.argv
const log = pino({ level: 'warn' }, pino.destination(2))
const config = new KubeConfig()
config.loadFromOptions({
  clusters: [{ name: 'c', server }],
  users: [{ name: 'u' }],
  contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
  currentContext: 'x',
})
const client = new KubeClient(config, log)
let seen = 0
let changes = 0

async function view(): Promise<void> {
  const count = () => void (changes += 1)
  const cluster = makeCluster({ client, namespace: 'default', log })
  await new ClusterView(cluster, log, { onNode: count, onWorkload: count }).start()
  seen = changes
  changes = 0
}

async function bare(): Promise<void> {
  const count = (items: unknown[]) => void (seen += items.length)
  await Promise.all([client.listPages(NODES, {}, count), client.listPages(PODS, { namespace: 'default' }, count)])
}

const say = () => {
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${JSON.stringify({ seen, changes, cpuMs: (user + system) / 1000 })}\n`)
}

await (mode === 'view' ? view() : bare())
say()
if (mode === 'view') createInterface({ input: process.stdin }).on('line', say)
else client.close()
