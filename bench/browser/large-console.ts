import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TestConsole } from '@/e2e/harness/console'
import { freePort } from '@/lib/testing/free-port'
import { seedLargeSite } from './seed'

/**
 * A console with 10,000 nodes and 100,000 deployments. There is no cluster behind it: its records say what is wanted,
 * and no cluster on this machine could carry it out.
 */
export async function withLargeConsole<T>(work: (console_: TestConsole) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-browser-'))
  const kubeconfig = path.join(dir, 'kubeconfig.json')
  const server = `http://127.0.0.1:${await freePort()}`
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'none', cluster: { server } }],
      users: [{ name: 'none', user: { token: 'none' } }],
      contexts: [{ name: 'none', context: { cluster: 'none', user: 'none' } }],
      'current-context': 'none',
    }),
  )
  const env = { KUBECONFIG: kubeconfig, CLOUDCORE_ADDRESS: '192.0.2.10', LOG_LEVEL: 'warn' }
  const console_ = await TestConsole.start({ env })
  try {
    process.stdout.write('writing 10,000 nodes and 100,000 deployments\n')
    seedLargeSite(path.join(console_.dataDir, 'console.db'))
    return await work(console_)
  } finally {
    await console_.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
