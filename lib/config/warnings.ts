import { BlockList } from 'node:net'
import type { App } from '@/lib/app'

/** What is set so that the console works, and something that belongs to it will not. */
interface ConfigWarning {
  readonly name: 'publicUrlLocal' | 'jwtSecretOwn'
  /** For the log. */
  readonly text: string
}

export function configWarnings({ config, cluster, publicUrl }: Pick<App, 'config' | 'cluster' | 'publicUrl'>) {
  const warnings: ConfigWarning[] = []
  if (!cluster.embedded && isOnlyHere(publicUrl)) {
    const text = `edge machines cannot reach ${publicUrl}: set PUBLIC_URL to the address that they reach this console by`
    warnings.push({ name: 'publicUrlLocal', text })
  }
  if (!cluster.embedded && config.databaseUrl.startsWith('postgres') && config.jwtSecret === undefined) {
    const text =
      'JWT_SECRET is not set, so this process made one of its own: other processes refuse the tokens and links made with it'
    warnings.push({ name: 'jwtSecretOwn', text })
  }
  return warnings
}

const own = new BlockList()
own.addSubnet('127.0.0.0', 8, 'ipv4')
own.addAddress('0.0.0.0', 'ipv4')
own.addAddress('::1', 'ipv6')
own.addAddress('::', 'ipv6')

/** Whether an address means whichever machine uses it. */
function isOnlyHere(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  return own.check(host, host.includes(':') ? 'ipv6' : 'ipv4')
}
