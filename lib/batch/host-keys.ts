import { recordActivity } from '@/lib/activity/store'
import type { Tenant } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'
import type { Call } from '@/lib/protocol/operation'
import { failure } from '@/lib/protocol/reasons'
import { fingerprint } from './ssh/host-key'
import { requireBatchNode } from './store'

interface Address {
  readonly ip: string
  readonly port: number
}

const at = ({ clusterId, groupId, userId }: Tenant, { ip, port }: Address) => ({
  clusterId_groupId_userId_ip_port: { clusterId, groupId, userId, ip: ip.toLowerCase(), port },
})

/** The key that was pinned when the console first spoke with the machine. */
export function find(db: Tx, tenant: Tenant, address: Address) {
  return db.hostKey.findUnique({ where: at(tenant, address) })
}

export async function pin(db: Tx, tenant: Tenant, address: Address, key: string): Promise<void> {
  const where = at(tenant, address)
  // The first one stands: another installation may have pinned it meanwhile.
  await db.hostKey.upsert({ where, create: { ...where.clusterId_groupId_userId_ip_port, key }, update: {} })
}

export async function noteOffered(db: Tx, tenant: Tenant, address: Address, offered: string): Promise<void> {
  await db.hostKey.update({ where: at(tenant, address), data: { offered } })
}

/** Takes the key that a machine showed last in the place of the pinned one, where it is the one that was looked at. */
export async function acceptOffered(call: Call, batchId: number, name: string, accepted: string): Promise<void> {
  const { tenant, userName: actor } = call.caller
  const { node } = await requireBatchNode(call.db, tenant, batchId, name)
  const known = await find(call.db, tenant, node)
  if (!known || known.offered === '' || fingerprint(known.offered) !== accepted) {
    throw failure('hostKeyOther', { fingerprint: accepted })
  }
  await call.db.hostKey.update({ where: { id: known.id }, data: { key: known.offered, offered: '' } })
  const entry = { kind: 'node', action: 'hostKeyAccepted', nodeName: name, actor, reason: accepted } as const
  await recordActivity(call.db, tenant, [entry])
  call.changed({ kind: 'batch', ids: [batchId] })
}
