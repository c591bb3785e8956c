import { z } from 'zod'
import { operation } from '@/lib/protocol/operation'
import { platformOf } from './platform'
import { attention, listProblemInput, overview, platform, problem } from './schema'
import * as service from './service'
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
  operation({
    path: 'overview/describeOverview',
    summary: 'Count nodes and deployments by state, what there is, capacity and what is asked of it, kubelet versions',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: z.object({}),
    output: overview,
    handle: service.describeOverview,
  }),
  operation({
    path: 'overview/describePlatform',
    summary: 'Whether cluster and registry can be reached, and the version of Kubernetes; waits two seconds at most',
    kind: 'query',
    role: 'viewer',
    input: z.object({}),
    output: platform,
    handle: ({ app }) => platformOf(app),
  }),
  operation({
    path: 'overview/listProblem',
    summary: 'List what is wrong now, the worst and newest first',
    kind: 'query',
    // Not kept: it depends on the time too.
    role: 'viewer',
    input: listProblemInput,
    output: z.object({ total: z.int(), problems: z.array(problem) }),
    handle: service.listProblem,
  }),
] as const
