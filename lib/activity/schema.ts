import { z } from 'zod'
import { freeText, listInput, recordName } from '@/lib/protocol/validation'

/** What can happen to a record of each kind: what was asked for, and the statuses that the cluster showed. */
const ACTIVITY_ACTIONS = {
  node: [
    'registered',
    'deleted',
    'removed',
    'NotInstalled',
    'Installing',
    'installFailed',
    'installCancelled',
    'hostKeyAccepted',
    'Online',
    'Offline',
  ],
  image: ['orgCreated', 'orgDeleted', 'uploaded', 'deleted', 'versionDeleted'],
  application: ['versionCreated', 'published', 'offline', 'versionDeleted', 'deleted'],
  deployment: [
    'deployed',
    'updated',
    'rolledBack',
    'restarted',
    'terminalOpened',
    'undeployed',
    'removed',
    'Init',
    'Deploying',
    'Running',
    'Abnormal',
    'Completed',
  ],
} as const

export type ActivityKind = keyof typeof ACTIVITY_ACTIONS
export type ActivityAction<K extends ActivityKind = ActivityKind> = (typeof ACTIVITY_ACTIONS)[K][number]

const { node, image, application, deployment } = ACTIVITY_ACTIONS
const activityKind = z.enum(['node', 'image', 'application', 'deployment'] as const satisfies readonly ActivityKind[])

/** What an activity names, as far as there still is such a record. */
const ACTIVITY_SUBJECTS = ['node', 'org', 'image', 'imageVersion', 'application', 'version'] as const
export type ActivitySubject = (typeof ACTIVITY_SUBJECTS)[number]

export const activityRecord = z.object({
  id: z.int(),
  kind: activityKind,
  action: z
    .enum([...new Set([...node, ...image, ...application, ...deployment])])
    .describe('what was done, or the status that it took'),
  nodeName: z.string(),
  appName: z.string(),
  version: z.string().describe("the application's; the tag where it is about an image"),
  imageName: z.string().describe('"<org>/<image>"; the org alone where it is about that'),
  reason: z.string().describe('why it took the status, where the cluster said'),
  actor: z.string().describe('who did it; empty where the console saw it in the cluster'),
  at: z.iso.datetime(),
  exists: z.array(z.enum(ACTIVITY_SUBJECTS)).describe('which of what it names is there still'),
})
export type ActivityRecord = z.infer<typeof activityRecord>

export const listActivityInput = listInput(['id'])
  .pick({ pageNum: true, pageSize: true })
  .extend({
    kind: activityKind.optional(),
    nodeName: recordName.optional(),
    appName: recordName.optional(),
    version: recordName.optional(),
    imageName: freeText.min(1).optional(),
  })
export type ListActivityInput = z.output<typeof listActivityInput>
