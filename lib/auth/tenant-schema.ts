import { z } from 'zod'
import type { Tenant } from './caller'

/** A tenant as one process tells it to another. */
export const tenantSchema = z.object({
  clusterId: z.int(),
  groupId: z.int(),
  userId: z.int(),
}) satisfies z.ZodType<Tenant>
