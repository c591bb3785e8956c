import { z } from 'zod'
import { problem } from '@/lib/protocol/field-problems'
import { recordName } from '@/lib/protocol/validation'

/** Names of pods and containers are Kubernetes' own. */
const kubeName = z.string().min(1).max(253)

/** A container of one of the deployment's pods; the newest pod and its first container where none is named. */
const containerInput = z.object({
  appName: recordName,
  nodeName: recordName,
  podName: kubeName.optional(),
  containerName: kubeName.optional(),
})
export type ContainerInput = z.output<typeof containerInput>

const MAX_TAIL_LINES = 10_000
const tailLines = z.int().min(0).max(MAX_TAIL_LINES)

export const podLogInput = containerInput.extend({
  previous: z.boolean().default(false).describe('of the run before this one'),
  tailLines: tailLines.default(200),
  since: z.iso.datetime({ offset: true }).optional().describe('leaves out what is older'),
  until: z.iso.datetime({ offset: true }).optional().describe('leaves out what is newer'),
  timestamps: z.boolean().default(false).describe('each line begins with its time'),
})
export type PodLogInput = z.output<typeof podLogInput>

export const podLogOutput = z.object({
  podName: z.string(),
  containerName: z.string(),
  log: z.string().describe('lines, the newest last'),
  truncated: z.boolean().describe('whether lines at its beginning were left out, as there were too many bytes'),
})
export type PodLogOutput = z.input<typeof podLogOutput>

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** The query of the log's stream: the same fields, as an address has them. */
export const logStreamQuery = podLogInput.extend({
  previous: flag.default(false),
  timestamps: flag.default(false),
  tailLines: count.pipe(tailLines).optional(),
  follow: flag.default(false),
  download: flag.default(false).describe('as a file'),
})

const word = z
  .string()
  .max(4096)
  .refine((text) => !text.includes('\0'), problem('nul'))
const size = count.pipe(z.int().min(1).max(1000))

/** The query of a terminal; `command` is given once for each of its words. */
export const terminalQuery = containerInput.extend({
  command: z.array(word).min(1).max(64).default(['sh']),
  cols: size.default(80),
  rows: size.default(24),
})
export type TerminalQuery = z.output<typeof terminalQuery>

export const terminalTicketOutput = z.object({
  ticket: z.string().describe('for the parameter `ticket` of GET /api/deployments/exec, once'),
  expiresAt: z.iso.datetime(),
})
