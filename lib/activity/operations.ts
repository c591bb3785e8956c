import { z } from 'zod'
import { operation } from '@/lib/protocol/operation'
import { activityRecord, listActivityInput } from './schema'
import * as service from './service'
import { MOST_COUNTED } from './store'

/** What happened, for time lines. */
export const activityOperations = [
  operation({
    path: 'activity/listActivity',
    summary: 'List what happened to nodes, images, applications and deployments, newest first',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listActivityInput,
    output: z.object({
      total: z.int().describe(`no more than ${MOST_COUNTED} are counted`),
      activities: z.array(activityRecord),
    }),
    handle: service.listActivity,
  }),
] as const
