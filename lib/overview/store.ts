import type { Tenant } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'

export async function countAttention(db: Tx, tenant: Tenant) {
  const [offlineNodes, abnormalDeployments] = await Promise.all([
    db.node.count({ where: { ...tenant, status: 'Offline' } }),
    db.deployment.count({ where: { ...tenant, status: 'Abnormal' } }),
  ])
  return { offlineNodes, abnormalDeployments }
}
