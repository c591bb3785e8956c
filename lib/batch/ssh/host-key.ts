import { createHash } from 'node:crypto'

/** `[host]:port`, or the host alone at the port that SSH has by default: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
function hostPattern(ip: string, port: number): string {
  return port === 22 ? ip.toLowerCase() : `[${ip.toLowerCase()}]:${port}`
}

/** The text of a known_hosts file with one key, or with none. */
export function knownHostsWith(ip: string, port: number, key: string | undefined): string {
  return key === undefined ? '' : `${hostPattern(ip, port)} ${key}\n`
}

/** The key, as type and base64, that `ssh` has written into a known_hosts file; undefined where it has written none. */
export function keyInKnownHosts(text: string): string | undefined {
  const [, type, base64] = /^\S+ ([a-z0-9@.-]+) ([A-Za-z0-9+/=]+)/m.exec(text) ?? []
  return type === undefined || base64 === undefined ? undefined : `${type} ${base64}`
}

/** As `ssh-keygen -l` and `ssh` show it: `SHA256:` and base64 without padding. */
export function fingerprint(key: string): string {
  const [, base64 = ''] = key.split(' ')
  return `SHA256:${createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64').replace(/=+$/, '')}`
}
