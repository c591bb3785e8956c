import { z } from 'zod'
import { listInput, recordName } from '@/lib/protocol/validation'
import { host, newNode, password, privateKey, sshPort, sudoer } from './fields'
import { FAILURES, type FailureName } from './failures'

/** What becomes of a node of a batch. `Draft`: the batch has yet to be confirmed. `Joining`: its script ended well. */
export const BATCH_NODE_STATUSES = [
  'Draft',
  'Queued',
  'Installing',
  'Joining',
  'Installed',
  'Failed',
  'Cancelled',
] as const
export type BatchNodeStatus = (typeof BATCH_NODE_STATUSES)[number]

/** Of a batch as a whole; `Finished` where nothing is under way any more, `Failed` where some of it has failed. */
const BATCH_STATUSES = ['Draft', 'Installing', 'Failed', 'Finished'] as const

const failureNames = Object.keys(FAILURES) as [FailureName, ...FailureName[]]

export const batchNodeRecord = z.object({
  id: z.int(),
  line: z.int().describe('of the CSV file; 0 where it was added by itself'),
  name: z.string(),
  nodeType: z.string(),
  arch: z.string(),
  ip: z.string(),
  port: z.int(),
  sudoer: z.string(),
  status: z.enum(BATCH_NODE_STATUSES),
  statusAt: z.iso.datetime().describe('since when'),
  errMsg: z.string().describe('why it failed, in words; empty where it did not'),
  failure: z
    .object({ name: z.enum(failureNames), params: z.record(z.string(), z.string()) })
    .nullable()
    .describe('the same for programs'),
  attempts: z.int().describe('how often its installation was begun'),
  hasCredentials: z.boolean().describe('whether its password or key is still kept, so that it can be tried again'),
  createAt: z.iso.datetime(),
  updateAt: z.iso.datetime(),
})
export type BatchNodeRecord = z.infer<typeof batchNodeRecord>

const counts = z.object(
  Object.fromEntries(BATCH_NODE_STATUSES.map((status) => [status, z.int()])) as Record<BatchNodeStatus, z.ZodInt>,
)
export type BatchCounts = z.infer<typeof counts>

const batchFields = {
  id: z.int(),
  batchID: z.int().describe('the same as id'),
  clusterId: z.int(),
  groupId: z.int(),
  userId: z.int(),
  status: z.enum(BATCH_STATUSES),
  errMsg: z.string().describe('how many have failed, in words; empty where none has'),
  proceedingFile: z.string().describe('name of the CSV file; empty where the nodes were added one by one'),
  hasPrivateKey: z.boolean().describe('whether a private key is kept for nodes without credentials of their own'),
  nodeCount: z.int(),
  counts: counts.describe('nodes in each status'),
  confirmedAt: z.iso.datetime().nullable(),
  createAt: z.iso.datetime(),
  updateAt: z.iso.datetime(),
}
export const batchRecord = z.object(batchFields)
export type BatchRecord = z.infer<typeof batchRecord>

/** An answer of listBatch holds no more nodes than this, newest batches first. */
export const MOST_LISTED_NODES = 10_000
export const listedBatch = batchRecord.extend({
  nodeList: z
    .array(batchNodeRecord)
    .describe(`its nodes; an answer holds ${MOST_LISTED_NODES} at most, listBatchNode pages them`),
})

/** What a column of ids holds at most. */
const MAX_ID = 2 ** 31 - 1
export const batchInput = z.object({ batchID: z.int().min(1).max(MAX_ID) })
export const batchNodeInput = batchInput.extend({ name: recordName })
export const addNodeInput = batchInput.extend(newNode.shape)
export type AddNodeInput = z.output<typeof addNodeInput>

/** Some nodes of a batch by their names, or all that it is possible for. */
export const someNodesInput = batchInput.extend({ names: z.array(recordName).min(1).max(1000).optional() })
export type SomeNodesInput = z.output<typeof someNodesInput>

export const changeNodeInput = batchNodeInput.extend({
  ip: host.optional(),
  port: sshPort.optional(),
  sudoer: sudoer.optional(),
  password: password.optional(),
  privateKey: privateKey.optional(),
})
export type ChangeNodeInput = z.output<typeof changeNodeInput>

export const acceptKeyInput = batchNodeInput.extend({
  fingerprint: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'must look like SHA256:… of ssh-keygen -l')
    .describe('of the key that the machine showed last, as the failure names it'),
})

export const listBatchInput = listInput(['id', 'createAt', 'updateAt']).extend({
  withNodes: z.boolean().default(true).describe('false leaves nodeList empty'),
})
export type ListBatchInput = z.output<typeof listBatchInput>

export const listBatchNodeInput = listInput(['id', 'line', 'name', 'ip', 'status', 'statusAt', 'attempts']).extend({
  batchID: batchInput.shape.batchID,
  status: z.enum(BATCH_NODE_STATUSES).optional(),
})
export type ListBatchNodeInput = z.output<typeof listBatchNodeInput>
