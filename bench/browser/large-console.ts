import path from 'node:path'
import { TestConsole } from '@/e2e/harness/console'
import { freePort } from '@/lib/testing/free-port'
import { seedLargeSite } from './seed'

/**
 * A console with 10,000 nodes and 100,000 deployments. There is no cluster behind it: its records say what is wanted,
 * and no cluster on this machine could carry it out.
 */
export async function withLargeConsole<T>(work: (console_: TestConsole) => Promise<T>): Promise<T> {
  const clusterUrl = `http://127.0.0.1:${await freePort()}`
  const console_ = await TestConsole.start({ clusterUrl, env: { LOG_LEVEL: 'warn' } })
  try {
    process.stdout.write('writing 10,000 nodes and 100,000 deployments\n')
    seedLargeSite(path.join(console_.dataDir, 'console.db'))
    return await work(console_)
  } finally {
    await console_.stop()
  }
}
