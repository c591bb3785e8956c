import { z } from 'zod'
import { VERSION_STATUSES } from '@/lib/applications/schema'
import { ARCH_TYPES } from '@/lib/nodes/schema'
import { problem } from '@/lib/protocol/field-problems'
import { listInput, recordName } from '@/lib/protocol/validation'
import { isPathComponent } from '@/lib/registry/reference'

/** Becomes a part of image references, so it follows their grammar: PROTOCOL.md §5, §7. */
const orgNameField = recordName.refine(isPathComponent, problem('orgName'))

export const orgNameInput = z.object({ orgName: orgNameField })
export const listOrgInput = listInput(['id', 'orgName', 'createAt', 'updateAt'])
export type ListOrgInput = z.output<typeof listOrgInput>

// Names of records that are looked up need not follow the grammar: what does not is simply not found.
export const imageInput = z.object({ imageName: recordName, orgName: recordName })
export type ImageInput = z.output<typeof imageInput>
export const imageVersionInput = imageInput.extend({ imageVersion: recordName })
export type ImageVersionInput = z.output<typeof imageVersionInput>

export const listImageInput = listInput(['id', 'imageName', 'orgName', 'versionCount', 'createAt', 'updateAt']).extend({
  orgName: recordName.optional(),
})
export type ListImageInput = z.output<typeof listImageInput>

const USES = ['used', 'unused'] as const

/** `imageVersion` orders tags as the versions that they name: 1.9 before 1.10. */
export const listImageVersionInput = listInput(['id', 'imageVersion', 'sizeBytes', 'createAt', 'updateAt']).extend({
  imageName: recordName,
  orgName: recordName,
  arch: z.enum(ARCH_TYPES).optional(),
  use: z.enum(USES).optional().describe('by application versions'),
})
export type ListImageVersionInput = z.output<typeof listImageVersionInput>

/** Of an org, of one of its images, or of one version of that. */
export const listImageUseInput = listInput(['id', 'appName', 'version'])
  .extend({ orgName: recordName, imageName: recordName.optional(), imageVersion: recordName.optional() })
  .refine(({ imageName, imageVersion }) => imageVersion === undefined || imageName !== undefined, {
    path: ['imageName'],
    ...problem('imageNameNeeded'),
  })
export type ListImageUseInput = z.output<typeof listImageUseInput>

/** `os/architecture[/variant]`, as container tools write it; the first one where it is not given. */
const platformName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9._-]+\/[a-z0-9._-]+(\/[a-z0-9._-]+)?$/i, 'must be like linux/arm64 or linux/arm/v7')
export const imageConfigInput = imageVersionInput.extend({ platform: platformName.optional() })
export type ImageConfigInput = z.output<typeof imageConfigInput>

const tenant = { clusterId: z.int(), groupId: z.int(), userId: z.int() }
const dated = { createAt: z.iso.datetime(), updateAt: z.iso.datetime() }

export const orgRecord = z.object({
  id: z.int(),
  clusterId: z.int(),
  orgName: z.string(),
  ownerGroupId: z.int(),
  ownerUserId: z.int(),
  imageCount: z.int(),
  sizeBytes: z.int().describe('all versions together, layers that they share counted for each'),
  ...dated,
})
export type OrgRecord = z.infer<typeof orgRecord>

export const imageRecord = z.object({
  id: z.int(),
  ...tenant,
  imageName: z.string(),
  orgName: z.string(),
  versionCount: z.int(),
  latestVersion: z.string().describe('the tag pushed last; empty where there is none'),
  sizeBytes: z.int().describe('of that version'),
  useCount: z.int().describe('application versions that use any of its versions'),
  ...dated,
})
export type ImageRecord = z.infer<typeof imageRecord>

export const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() })
export const layer = z.object({
  digest: z.string(),
  size: z.int().describe('bytes, compressed'),
  mediaType: z.string(),
  createdBy: z.string().optional().describe('the build step that made it'),
})

export const imageVersionRecord = z.object({
  id: z.int(),
  ...tenant,
  imageName: z.string(),
  orgName: z.string(),
  imageId: z.string().describe('digest of the configuration'),
  imageVersion: z.string().describe('the tag'),
  imageSize: z.number().describe('MB of 10^6 bytes, two decimals'),
  DownloadCommand: z.string(),
  ...dated,
  digest: z.string().describe('of the manifest or index that the tag names'),
  sizeBytes: z.int(),
  platforms: z.array(platform),
  layers: z.array(layer).describe('of the first platform'),
  useCount: z.int().describe('application versions that use it'),
})
export type ImageVersionRecord = z.infer<typeof imageVersionRecord>

export const imageUse = z.object({
  appName: z.string(),
  version: z.string(),
  status: z.enum(VERSION_STATUSES),
  orgName: z.string(),
  imageName: z.string(),
  imageVersion: z.string(),
  deploymentCount: z.int(),
  createAt: z.iso.datetime(),
})
export type ImageUse = z.infer<typeof imageUse>

const buildStep = z.object({
  createdBy: z.string().describe('as the builder wrote it'),
  layer: z.object({ digest: z.string(), size: z.int().describe('bytes, compressed') }).nullable(),
  created: z.string().nullable(),
})

/** OCI image-spec "Image Configuration" and the layers that go with it. */
export const imageConfigRecord = z.object({
  platform: z.string(),
  platforms: z.array(z.string()),
  digest: z.string().describe("of this platform's manifest"),
  configDigest: z.string(),
  sizeBytes: z.int(),
  created: z.string().nullable(),
  author: z.string(),
  env: z.array(z.string()),
  entrypoint: z.array(z.string()),
  cmd: z.array(z.string()),
  workingDir: z.string(),
  user: z.string(),
  exposedPorts: z.array(z.string()),
  volumes: z.array(z.string()),
  stopSignal: z.string(),
  labels: z.record(z.string(), z.string()),
  steps: z.array(buildStep).describe('from the base up'),
})
export type ImageConfigRecord = z.infer<typeof imageConfigRecord>

/** `x-upload-id`: chosen by whoever uploads and wants to know how far it is. */
export const uploadInput = z.object({ uploadId: z.uuid() })

const UPLOAD_PHASES = ['receiving', 'reading', 'pushing', 'done', 'failed'] as const

export const uploadProgress = z.object({
  phase: z.enum(UPLOAD_PHASES),
  images: z.array(z.object({ imageName: z.string(), imageVersion: z.string() })).describe('known once it was read'),
  blobCount: z.int(),
  blobsDone: z.int(),
  blobsPresent: z.int().describe('of those done: the registry had them already'),
  totalBytes: z.int().describe('to send to the registry'),
  sentBytes: z.int(),
  cutOff: z.literal(true).optional().describe('it failed as the console process that received it has ended'),
})
export type UploadProgress = z.infer<typeof uploadProgress>
