import { z } from 'zod'

export const attention = z.object({
  offlineNodes: z.int(),
  abnormalDeployments: z.int(),
})
