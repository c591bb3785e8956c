import { z } from 'zod'
import { operation } from '@/lib/protocol/operation'
import {
  applicationRecord,
  applicationVersionRecord,
  appNameInput,
  appVersionInput,
  createApplicationInput,
  listApplicationInput,
  listApplicationVersionInput,
} from './schema'
import * as service from './service'

const ok = z.literal('OK')
const OK = 'OK' as const
const manifest = z.object({ manifest: z.string().describe('YAML; what differs from node to node stands in <>') })

/** PROTOCOL.md §8, applications and their versions. */
export const applicationOperations = [
  operation({
    path: 'application/createApplication',
    summary: 'Make a version of an application, and the application when it is new',
    kind: 'change',
    role: 'operator',
    input: createApplicationInput,
    output: z.object({ appCreated: z.string(), versionCreated: z.string() }),
    handle: service.createApplication,
  }),
  operation({
    path: 'application/listApplication',
    summary: 'List the applications',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listApplicationInput,
    output: z.object({ total: z.int(), apps: z.array(applicationRecord) }),
    handle: service.listApplications,
  }),
  operation({
    path: 'application/describeApplication',
    summary: 'Describe an application',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: appNameInput,
    output: z.object({ app: applicationRecord }),
    handle: (call, { appName }) => service.describeApplication(call, appName),
  }),
  operation({
    path: 'application/deleteApplication',
    summary: 'Delete an application that has neither deployments nor versions',
    kind: 'change',
    role: 'operator',
    input: appNameInput,
    output: ok,
    handle: async (call, { appName }) => {
      await service.deleteApplication(call, appName)
      return OK
    },
  }),
  operation({
    path: 'application/listApplicationVersion',
    summary: 'List the versions of an application',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listApplicationVersionInput,
    output: z.object({ total: z.int(), appVersions: z.array(applicationVersionRecord) }),
    handle: service.listVersions,
  }),
  operation({
    path: 'application/describeApplicationVersion',
    summary: 'Describe a version of an application',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: appVersionInput,
    output: z.object({ appVersion: applicationVersionRecord }),
    handle: (call, { appName, version }) => service.describeVersion(call, appName, version),
  }),
  operation({
    path: 'application/previewManifest',
    summary: 'Show the Kubernetes objects that a version which is still to be made would become on a node',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: createApplicationInput,
    output: manifest,
    handle: service.previewManifest,
  }),
  operation({
    path: 'application/describeManifest',
    summary: 'Show the Kubernetes objects that a version becomes on a node',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: appVersionInput,
    output: manifest,
    handle: (call, { appName, version }) => service.describeManifest(call, appName, version),
  }),
  operation({
    path: 'application/publishApplicationVersion',
    summary: 'Publish a version, so that it can be deployed',
    kind: 'change',
    role: 'operator',
    input: appVersionInput,
    output: ok,
    handle: async (call, { appName, version }) => {
      await service.publishVersion(call, appName, version)
      return OK
    },
  }),
  operation({
    path: 'application/offlineApplicationVersion',
    summary: 'Take a published version offline: it can no longer be deployed',
    kind: 'change',
    role: 'operator',
    input: appVersionInput,
    output: ok,
    handle: async (call, { appName, version }) => {
      await service.offlineVersion(call, appName, version)
      return OK
    },
  }),
  operation({
    path: 'application/deleteApplicationVersion',
    summary: 'Delete a version that is neither published nor deployed',
    kind: 'change',
    role: 'operator',
    input: appVersionInput,
    output: ok,
    handle: async (call, { appName, version }) => {
      await service.deleteVersion(call, appName, version)
      return OK
    },
  }),
] as const
