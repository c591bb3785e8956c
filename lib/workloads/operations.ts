import { operation } from '@/lib/protocol/operation'
import { podLog } from './pod-log'
import { podLogInput, podLogOutput } from './schema'

/** Looking into what runs: beyond PROTOCOL.md, in its envelope. */
export const workloadOperations = [
  operation({
    path: 'application/podLog',
    summary: 'The last lines of a container of an application on a node; as it comes: GET /api/deployments/log',
    kind: 'query',
    role: 'viewer',
    input: podLogInput,
    output: podLogOutput,
    handle: podLog,
  }),
] as const
