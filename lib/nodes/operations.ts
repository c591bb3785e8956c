import { z } from 'zod'
import { objectEvent } from '@/lib/cluster/events'
import { nodeUsage, usageObstacle } from '@/lib/cluster/usage'
import { operation } from '@/lib/protocol/operation'
import { createNodeInput, listNodeInput, nodeNameInput, nodeRecord, scriptsInput } from './schema'
import * as live from './live'
import * as service from './service'
import { nodeState } from './state-schema'

/** PROTOCOL.md §6. */
export const nodeOperations = [
  operation({
    path: 'node/createNode',
    summary: 'Register an edge node; it is NotInstalled until its machine has joined',
    kind: 'change',
    role: 'operator',
    input: createNodeInput,
    output: z.object({ node: nodeRecord }),
    handle: async (call, input) => ({ node: await service.createNode(call, input) }),
  }),
  operation({
    path: 'node/listNode',
    summary: 'List the nodes',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listNodeInput,
    output: z.object({ total: z.int(), nodes: z.array(nodeRecord) }),
    handle: service.listNodes,
  }),
  operation({
    path: 'node/desNode',
    summary: 'Describe a node',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: nodeNameInput,
    output: z.object({ node: nodeRecord }),
    handle: async (call, { name }) => ({ node: await service.describeNode(call, name) }),
  }),
  operation({
    path: 'node/deleteNode',
    summary: 'Delete a node that has no deployments, in Kubernetes too',
    kind: 'change',
    role: 'operator',
    input: nodeNameInput,
    output: z.literal('OK'),
    handle: async (call, { name }) => {
      await service.deleteNode(call, name)
      return 'OK' as const
    },
  }),
  operation({
    path: 'node/scripts',
    summary: 'The shell script that joins the machine to the cluster; holds the join token',
    kind: 'query',
    role: 'operator',
    input: scriptsInput,
    output: z.object({
      script: z.string(),
      command: z.string().describe('one line that fetches this script with curl and runs it'),
      commandExpiresAt: z.iso.datetime(),
    }),
    handle: service.nodeScript,
  }),
  operation({
    path: 'node/listNodeEvent',
    summary: 'What Kubernetes tells about a node, newest first; read from the cluster',
    kind: 'query',
    role: 'viewer',
    input: nodeNameInput,
    output: z.object({ events: z.array(objectEvent) }),
    handle: async (call, { name }) => ({ events: await live.listNodeEvents(call, name) }),
  }),
  operation({
    path: 'node/describeNodeState',
    summary: 'Conditions, capacity, requests, taints and versions of a node; read from the cluster',
    kind: 'query',
    role: 'viewer',
    input: nodeNameInput,
    output: z.object({ state: nodeState.nullable().describe('null where no machine has joined') }),
    handle: async (call, { name }) => ({ state: await live.describeNodeState(call, name) }),
  }),
  operation({
    path: 'node/describeNodeUsage',
    summary: 'CPU and memory that a node uses, as a metrics-server measured them; read from the cluster',
    kind: 'query',
    role: 'viewer',
    input: nodeNameInput,
    output: z.object({ usage: nodeUsage.nullable(), obstacle: usageObstacle }),
    handle: (call, { name }) => live.describeNodeUsage(call, name),
  }),
  operation({
    path: 'node/listType',
    summary: 'The types of machine',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: z.object({}),
    output: z.object({ types: z.array(z.string()) }),
    handle: () => Promise.resolve({ types: service.nodeTypes() }),
  }),
  operation({
    path: 'node/listArchType',
    summary: 'The processor architectures',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: z.object({}),
    output: z.object({ types: z.array(z.string()) }),
    handle: () => Promise.resolve({ types: service.archTypes() }),
  }),
] as const
