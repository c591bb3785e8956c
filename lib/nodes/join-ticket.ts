import { createHmac, randomBytes } from 'node:crypto'
import { isSameSecret } from '@/lib/auth/same-secret'
import { isArchType, type ArchType } from './schema'

/** Lets whoever shows it fetch one node's install script for a while, as `curl` on a machine without a session. */
export interface JoinTicket {
  nodeId: number
  arch: ArchType
  expiresAt: Date
  /** Tells tickets apart: each is good for one fetch. */
  nonce: string
}

const FORM = /^(\d{1,15})\.([a-z0-9]{1,16})\.(\d{1,12})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

export const newNonce = () => randomBytes(16).toString('base64url')

/** Text that needs no quoting in a URL or a shell. */
export function writeTicket(secret: string, { nodeId, arch, expiresAt, nonce }: JoinTicket): string {
  const claims = `${nodeId}.${arch}.${Math.floor(expiresAt.getTime() / 1000)}.${nonce}`
  return `${claims}.${seal(secret, claims)}`
}

/** Undefined where it was not made with this secret; an expired one is still read. */
export function readTicket(secret: string, text: string): JoinTicket | undefined {
  const [, nodeId = '', arch = '', expires = '', nonce = '', given = ''] = FORM.exec(text) ?? []
  if (!isArchType(arch)) return undefined
  if (!isSameSecret(given, seal(secret, `${nodeId}.${arch}.${expires}.${nonce}`))) return undefined
  return { nodeId: Number(nodeId), arch, expiresAt: new Date(Number(expires) * 1000), nonce }
}

function seal(secret: string, claims: string): string {
  return createHmac('sha256', secret).update(`join ${claims}`).digest('base64url')
}
