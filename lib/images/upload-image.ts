import { recordActivity } from '@/lib/activity/store'
import { readUploadForm } from '@/lib/http/upload-form'
import { refused } from '@/lib/protocol/errors'
import type { Call } from '@/lib/protocol/operation'
import { failure } from '@/lib/protocol/reasons'
import { parseOrInvalid } from '@/lib/protocol/validation'
import { limitsFor } from '@/lib/registry/archive/limits'
import { readArchive } from '@/lib/registry/archive/read-archive'
import { resolveImages } from '@/lib/registry/archive/resolve'
import { withSpool } from '@/lib/registry/archive/spool'
import { findRepositoryWith } from './blob-store'
import { pushImage } from './push-image'
import { PushProgress } from './push-progress'
import { recordImages, refuseForeignTags, type PushedImage } from './record-images'
import { repositoryOf } from './repository-of'
import { orgNameInput, uploadInput } from './schema'
import { NOT_MY_ORG } from './service'
import * as store from './store'
import { NO_TICKET, type UploadTicket } from './upload-board'

/**
 * PROTOCOL.md §7 uploadImage: the archive is read while it comes in, pushed when it is whole and sound, and recorded
 * when the registry has it. Cut off anywhere before that, nothing is left but blobs that no manifest names.
 */
export async function uploadImage(call: Call, request: Request): Promise<string> {
  const ticket = openTicket(call, request)
  try {
    const answer = await takeIn(call, request, ticket)
    ticket.report({ phase: 'done' })
    return answer
  } catch (error) {
    ticket.report({ phase: 'failed' })
    throw error
  } finally {
    ticket.end()
  }
}

function openTicket(call: Call, request: Request): UploadTicket {
  const uploadId = request.headers.get('x-upload-id')
  if (uploadId === null) return NO_TICKET
  parseOrInvalid(uploadInput.shape.uploadId, uploadId, 'x-upload-id')
  return call.app.uploads.begin(call.caller.tenant, uploadId)
}

async function takeIn(call: Call, request: Request, ticket: UploadTicket): Promise<string> {
  const { config } = call.app
  return withSpool(config.dataDir, async (folder) => {
    const { fields, fileName, taken } = await readUploadForm(request, {
      maxBytes: config.maxUploadBytes,
      takeFile: async (bytes, _name, before) => {
        // Sent before the file, a wrong org is refused without reading gigabytes.
        if (before.has('orgName')) await requireOrg(call, before)
        return readArchive(bytes, folder, limitsFor(config.maxUploadBytes))
      },
    })
    ticket.report({ phase: 'reading' })
    const orgName = await requireOrg(call, fields)
    const images = (await resolveImages(taken, fileName)).map((image) => ({
      ...image,
      reference: referenceOf(call, orgName, image),
    }))
    await pushAndRecord(call, orgName, images, ticket)
    return `'${fileName}' uploaded!`
  })
}

async function requireOrg(call: Call, fields: ReadonlyMap<string, string>): Promise<string> {
  const { orgName } = parseOrInvalid(orgNameInput, Object.fromEntries(fields), '')
  if (!(await store.findOrg(call.db, call.caller.tenant, orgName))) throw refused(NOT_MY_ORG)
  return orgName
}

function referenceOf(call: Call, orgName: string, { imageName, tag }: { imageName: string; tag: string }): string {
  const { host, project } = call.app.registry
  return `${host}/${project}/${orgName}/${imageName}:${tag}`
}

async function pushAndRecord(call: Call, orgName: string, images: PushedImage[], ticket: UploadTicket): Promise<void> {
  const { tenant, userName: actor } = call.caller
  const { db } = call.app
  const repositories = [...new Set(images.map(({ reference }) => repositoryOf(reference)))]
  await inTurn(call, repositories, async () => {
    await refuseForeignTags(db.read, tenant, orgName, images)
    const progress = new PushProgress(images, ticket)
    await pushAll(call, images, progress)
    const uploaded = images.map(({ imageName, tag }) => {
      return { kind: 'image', action: 'uploaded', imageName: `${orgName}/${imageName}`, version: tag, actor } as const
    })
    const ids = await db.write(async (tx) => {
      const recorded = await recordImages(tx, tenant, orgName, images)
      await recordActivity(tx, tenant, uploaded)
      return recorded
    })
    call.changed({ kind: 'image', ids })
    await pushAgainWhatWent(call, images)
  })
}

/** Who goes away while another upload has the turn is not waited with. */
async function inTurn<T>({ app, signal }: Call, repositories: string[], work: () => Promise<T>): Promise<T> {
  try {
    return await app.registry.locks.run(repositories, work, signal)
  } catch (error) {
    throw signal.aborted && error === signal.reason ? failure('uploadCutOffEarly', {}) : error
  }
}

async function pushAll(call: Call, images: PushedImage[], progress?: PushProgress): Promise<void> {
  const { client } = call.app.registry
  /** Where each blob went: images of one archive mostly share layers. */
  const pushed = new Map<string, string>()
  for (const image of images) {
    const repository = repositoryOf(image.reference)
    const findBlob = async (digest: string) => pushed.get(digest) ?? findRepositoryWith(call.app.db.read, digest)
    await pushImage(image, { client, repository, tag: image.tag, findBlob, signal: call.signal, progress })
    for (const { digest } of image.blobs) pushed.set(digest, repository)
  }
}

/**
 * Another console process may have been deleting this very image, decided on before the record was there. The record
 * now holds such deletions off, so what is there at this point stays.
 */
async function pushAgainWhatWent(call: Call, images: PushedImage[]): Promise<void> {
  const { registry, log } = call.app
  for (const image of images) {
    try {
      const there = await registry.client.headManifest(repositoryOf(image.reference), image.tag)
      if (!there) await pushAll(call, [image])
    } catch (error) {
      // It was pushed and recorded; only this second look failed.
      log.warn({ err: error, image: image.reference }, 'could not look whether a pushed image is still there')
    }
  }
}
