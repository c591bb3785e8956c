import { createHmac, timingSafeEqual } from 'node:crypto'
import { isArchType, type ArchType } from './schema'

/** Lets whoever shows it fetch one node's install script for a while, as `curl` on a machine without a session. */
export interface JoinTicket {
  nodeId: number
  arch: ArchType
  expiresAt: Date
}

const FORM = /^(\d{1,15})\.([a-z0-9]{1,16})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/

/** Text that needs no quoting in a URL or a shell. */
export function writeTicket(secret: string, { nodeId, arch, expiresAt }: JoinTicket): string {
  const claims = `${nodeId}.${arch}.${Math.floor(expiresAt.getTime() / 1000)}`
  return `${claims}.${seal(secret, claims)}`
}

/** Undefined where it was not made with this secret; an expired one is still read. */
export function readTicket(secret: string, text: string): JoinTicket | undefined {
  const [, nodeId = '', arch = '', expires = '', given = ''] = FORM.exec(text) ?? []
  if (!isArchType(arch)) return undefined
  const wanted = seal(secret, `${nodeId}.${arch}.${expires}`)
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(wanted))) return undefined
  return { nodeId: Number(nodeId), arch, expiresAt: new Date(Number(expires) * 1000) }
}

function seal(secret: string, claims: string): string {
  return createHmac('sha256', secret).update(`join ${claims}`).digest('base64url')
}
