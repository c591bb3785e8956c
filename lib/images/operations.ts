import { z } from 'zod'
import { operation, uploadOperation } from '@/lib/protocol/operation'
import {
  imageConfigInput,
  imageConfigRecord,
  imageInput,
  imageRecord,
  imageUse,
  imageVersionInput,
  imageVersionRecord,
  listImageInput,
  listImageUseInput,
  listImageVersionInput,
  listOrgInput,
  orgNameInput,
  orgRecord,
  uploadInput,
  uploadProgress,
} from './schema'
import { describeImageConfig } from './read-image-config'
import * as service from './service'
import { uploadImage } from './upload-image'

const ok = z.literal('OK')
const OK = 'OK' as const

/** PROTOCOL.md §7. */
export const imageOperations = [
  operation({
    path: 'image/createOrg',
    summary: 'Make an org: the part of image references that groups the images of one owner',
    kind: 'change',
    role: 'operator',
    input: orgNameInput,
    output: z.object({ org: orgRecord }),
    handle: async (call, { orgName }) => ({ org: await service.createOrg(call, orgName) }),
  }),
  operation({
    path: 'image/listOrg',
    summary: 'List the orgs',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listOrgInput,
    output: z.object({ total: z.int(), imageOrgs: z.array(orgRecord) }),
    handle: service.listOrgs,
  }),
  operation({
    path: 'image/deleteOrg',
    summary: 'Delete an org that holds no images',
    kind: 'change',
    role: 'operator',
    input: imageInput.pick({ orgName: true }),
    output: ok,
    handle: async (call, { orgName }) => {
      await service.deleteOrg(call, orgName)
      return OK
    },
  }),
  uploadOperation({
    path: 'image/uploadImage',
    summary: 'Push every tagged image of an archive (docker-save or OCI layout, plain or gzipped) to the registry',
    kind: 'upload',
    role: 'operator',
    fields: { orgName: 'text', file: 'file' },
    output: z.string(),
    handle: uploadImage,
  }),
  operation({
    path: 'image/describeUpload',
    summary: 'How far an upload is that gave itself an id in the header x-upload-id; for a minute after its end',
    kind: 'query',
    role: 'operator',
    input: uploadInput,
    output: z.object({ upload: uploadProgress }),
    handle: service.describeUpload,
  }),
  operation({
    path: 'image/listImage',
    summary: 'List the images',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listImageInput,
    output: z.object({ total: z.int(), images: z.array(imageRecord) }),
    handle: service.listImages,
  }),
  operation({
    path: 'image/describeImage',
    summary: 'Describe an image',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: imageInput,
    output: z.object({ image: imageRecord }),
    handle: service.describeImage,
  }),
  operation({
    path: 'image/deleteImage',
    summary: 'Delete an image with all its versions, in the registry too',
    kind: 'change',
    role: 'operator',
    input: imageInput,
    output: ok,
    handle: async (call, input) => {
      await service.deleteImage(call, input)
      return OK
    },
  }),
  operation({
    path: 'image/listImageVersion',
    summary: 'List the versions (tags) of an image',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listImageVersionInput,
    output: z.object({ total: z.int(), imageVersions: z.array(imageVersionRecord) }),
    handle: service.listImageVersions,
  }),
  operation({
    path: 'image/describeImageVersion',
    summary: 'Describe a version of an image',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: imageVersionInput,
    output: z.object({ imageVersion: imageVersionRecord }),
    handle: service.describeImageVersion,
  }),
  operation({
    path: 'image/describeImageConfig',
    summary: 'Read from the registry how a version was built and what it runs, for one of its platforms',
    kind: 'query',
    role: 'viewer',
    input: imageConfigInput,
    output: z.object({ imageConfig: imageConfigRecord }),
    handle: describeImageConfig,
  }),
  operation({
    path: 'image/listImageUse',
    summary: 'List the application versions that use an org, an image or a version of it',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: listImageUseInput,
    output: z.object({ total: z.int(), imageUses: z.array(imageUse) }),
    handle: service.listImageUses,
  }),
  operation({
    path: 'image/deleteImageVersion',
    summary: 'Delete a version of an image that no application version uses, in the registry too',
    kind: 'change',
    role: 'operator',
    input: imageVersionInput,
    output: ok,
    handle: async (call, input) => {
      await service.deleteImageVersion(call, input)
      return OK
    },
  }),
] as const
