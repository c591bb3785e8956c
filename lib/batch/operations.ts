import { z } from 'zod'
import { operation, uploadOperation } from '@/lib/protocol/operation'
import { acceptOffered } from './host-keys'
import { confirmBatch, cancelBatch, retryBatch } from './runs'
import {
  acceptKeyInput,
  addNodeInput,
  batchInput,
  batchNodeInput,
  batchNodeRecord,
  batchRecord,
  changeNodeInput,
  listBatchInput,
  listBatchNodeInput,
  listedBatch,
  someNodesInput,
} from './schema'
import * as service from './service'
import { takeCsv } from './take-csv'

const ok = z.literal('OK')
const OK = 'OK' as const

/** PROTOCOL.md §6, batch install. */
export const batchOperations = [
  operation({
    path: 'node/batch',
    summary: 'Begin a batch: machines that are made nodes together, over SSH',
    kind: 'change',
    role: 'operator',
    input: z.object({}),
    output: z.object({ batchID: z.int() }),
    handle: async (call) => ({ batchID: await service.createBatch(call) }),
  }),
  uploadOperation({
    path: 'node/batchcsv',
    summary:
      'Add the lines of a CSV file (name,nodeType,arch,ip,port,sudoer,password and, if wanted, privateKey) to a batch; ' +
      'nothing is taken of a file with errors. batchID may be given in the query; the field privateKey is for all lines',
    kind: 'upload',
    role: 'operator',
    fields: { batchID: 'optional text', privateKey: 'optional text', data: 'file' },
    query: ['batchID'],
    output: z.object({ batchID: z.int(), count: z.int() }),
    handle: takeCsv,
  }),
  operation({
    path: 'node/batchnode',
    summary: 'Add one machine to a batch; it is reached with a password or a private key',
    kind: 'change',
    role: 'operator',
    secret: true,
    input: addNodeInput,
    output: z.object({ node: batchNodeRecord }),
    handle: async (call, input) => ({ node: await service.addNode(call, input) }),
  }),
  operation({
    path: 'node/listBatch',
    summary: 'List the batches',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listBatchInput,
    output: z.object({ total: z.int(), batches: z.array(listedBatch) }),
    handle: service.listBatches,
  }),
  operation({
    path: 'node/describeBatch',
    summary: 'Describe a batch, without its nodes',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: batchInput,
    output: z.object({ batch: batchRecord }),
    handle: async (call, { batchID }) => ({ batch: await service.describeBatch(call, batchID) }),
  }),
  operation({
    path: 'node/listBatchNode',
    summary: 'List the nodes of a batch, in the order of its file',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listBatchNodeInput,
    output: z.object({ total: z.int(), nodes: z.array(batchNodeRecord) }),
    handle: service.listBatchNodes,
  }),
  operation({
    path: 'node/describeBatchNode',
    summary: 'Describe a node of a batch, with the end of what its installation prints',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: batchNodeInput,
    output: z.object({ node: batchNodeRecord, output: z.string() }),
    handle: (call, { batchID, name }) => service.describeBatchNode(call, batchID, name),
  }),
  operation({
    path: 'node/changeBatchNode',
    summary:
      'Change how a machine is reached; with another address or user its own password or key is given again. A password ' +
      'given besides the private key of the batch is for sudo; an empty privateKey leaves that key out',
    kind: 'change',
    role: 'operator',
    secret: true,
    input: changeNodeInput,
    output: z.object({ node: batchNodeRecord }),
    handle: async (call, input) => ({ node: await service.changeNode(call, input) }),
  }),
  operation({
    path: 'node/batchresult',
    summary: 'Confirm a batch: its nodes are made, Installing, and each is installed over SSH with its script',
    kind: 'change',
    role: 'operator',
    input: batchInput,
    output: ok,
    handle: async (call, { batchID }) => {
      await confirmBatch(call, batchID)
      return OK
    },
  }),
  operation({
    path: 'node/retryBatch',
    summary: 'Install nodes of a batch anew that have failed or were cancelled; all of them where no names are given',
    kind: 'change',
    role: 'operator',
    input: someNodesInput,
    output: z.object({ retried: z.int() }),
    handle: async (call, input) => ({ retried: await retryBatch(call, input) }),
  }),
  operation({
    path: 'node/cancelBatch',
    summary: 'Cancel installations of a batch that wait or are under way; all of them where no names are given',
    kind: 'change',
    role: 'operator',
    input: someNodesInput,
    output: z.object({ cancelled: z.int() }),
    handle: async (call, input) => ({ cancelled: await cancelBatch(call, input) }),
  }),
  operation({
    path: 'node/acceptHostKey',
    summary: 'Accept the host key that a machine has shown in the place of the one known; the node can be retried then',
    kind: 'change',
    role: 'operator',
    input: acceptKeyInput,
    output: ok,
    handle: async (call, { batchID, name, fingerprint }) => {
      await acceptOffered(call, batchID, name, fingerprint)
      return OK
    },
  }),
  operation({
    path: 'node/deleteBatchNode',
    summary: 'Take a machine out of a batch, with the credentials kept for it; its node stays',
    kind: 'change',
    role: 'operator',
    input: batchNodeInput,
    output: ok,
    handle: async (call, { batchID, name }) => {
      await service.deleteBatchNode(call, batchID, name)
      return OK
    },
  }),
  operation({
    path: 'node/deleteBatch',
    summary: 'Delete a batch, with all credentials kept for it; its nodes stay',
    kind: 'change',
    role: 'operator',
    input: batchInput,
    output: ok,
    handle: async (call, { batchID }) => {
      await service.deleteBatch(call, batchID)
      return OK
    },
  }),
] as const
