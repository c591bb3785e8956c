import { z } from 'zod'
import { operation } from '@/lib/protocol/operation'
import { podLog } from './pod-log'
import { podLogInput, podLogOutput, terminalTicketOutput } from './schema'
import { TerminalTickets } from './terminal-ticket'

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
  operation({
    path: 'application/terminalTicket',
    summary: 'Lets a page of a portal open one terminal: GET /api/deployments/exec as a WebSocket',
    kind: 'query',
    role: 'operator',
    input: z.object({}),
    output: terminalTicketOutput,
    handle: ({ app, caller }) => new TerminalTickets(app).write(caller),
  }),
] as const
