import type { Role } from './role'

/** Whose data a request may see and change: the triple of PROTOCOL.md §3, spread into every query. */
export interface Tenant {
  readonly clusterId: number
  readonly groupId: number
  readonly userId: number
}

export interface Caller {
  readonly tenant: Tenant
  readonly userName: string
  readonly role: Role
  readonly via: 'session' | 'jwt'
}

export function tenantKey(tenant: Tenant): string {
  return `${tenant.clusterId}/${tenant.groupId}/${tenant.userId}`
}

/** The tenant that a record belongs to. */
export function tenantOf({ clusterId, groupId, userId }: Tenant): Tenant {
  return { clusterId, groupId, userId }
}
