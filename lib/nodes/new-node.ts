import { randomBytes } from 'node:crypto'
import { refused } from '@/lib/protocol/errors'
import { isArchType, NODE_TYPES, type ArchType } from './schema'

/** Of a node in the cluster, where the names that tenants give would meet. */
export const newUniqueName = (): string => `node-${randomBytes(16).toString('hex')}`

/** @throws AppError 30000 */
export function requireNodeType(nodeType: string): void {
  if (!NODE_TYPES.some((type) => type === nodeType)) throw refused('node type not exist')
}

/** @throws AppError 30000 */
export function requireArch(arch: string): ArchType {
  if (!isArchType(arch)) throw refused('arch type not exist')
  return arch
}
