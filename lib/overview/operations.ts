import { z } from 'zod'
import { operation } from '@/lib/protocol/operation'
import { attention } from './schema'
import * as store from './store'

/** How all is: what the overview shows. */
export const overviewOperations = [
  operation({
    path: 'overview/attention',
    summary: 'Count what needs attention: nodes that are offline, deployments that are abnormal',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: z.object({}),
    output: attention,
    handle: ({ db, caller }) => store.countAttention(db, caller.tenant),
  }),
] as const
