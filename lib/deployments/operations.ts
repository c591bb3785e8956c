import { z } from 'zod'
import { operation } from '@/lib/protocol/operation'
import {
  deployableNodeList,
  deployInput,
  deploymentList,
  listApplicationDeployInput,
  listCanDeployNodeInput,
  listNodeDeployInput,
  undeployInput,
} from './schema'
import * as service from './service'

/** PROTOCOL.md §8, deployments. */
export const deploymentOperations = [
  operation({
    path: 'application/deployApplication',
    summary: 'Put a published version on nodes, updating another version in place',
    kind: 'change',
    role: 'operator',
    input: deployInput,
    output: z.literal('OK'),
    handle: service.deploy,
  }),
  operation({
    path: 'application/undeployApplication',
    summary: 'Take a version off nodes',
    kind: 'change',
    role: 'operator',
    input: undeployInput,
    output: z.literal('OK'),
    handle: service.undeploy,
  }),
  operation({
    path: 'application/listApplicationDeploy',
    summary: 'List where a version is deployed',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listApplicationDeployInput,
    output: deploymentList,
    handle: service.listApplicationDeploy,
  }),
  operation({
    path: 'application/listNodeDeploy',
    summary: 'List what is deployed on a node',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listNodeDeployInput,
    output: deploymentList,
    handle: service.listNodeDeploy,
  }),
  operation({
    path: 'application/listCanDeployNode',
    summary: 'List the nodes that a version can be deployed to',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listCanDeployNodeInput,
    output: deployableNodeList,
    handle: service.listCanDeployNode,
  }),
] as const
