import { failure } from '@/lib/protocol/reasons'
import type { ArchiveBlob, ImageContent } from '@/lib/registry/archive/image'
import type { RegistryClient } from '@/lib/registry/client'
import { RegistryError } from '@/lib/registry/errors'
import type { PushProgress } from './push-progress'

/** One blob is read, another sent, a third waits for the registry. */
const CONCURRENT_BLOBS = 3

interface Push {
  client: RegistryClient
  repository: string
  tag: string
  /** Another repository of this registry that may have the blob; mounting saves sending it. */
  findBlob: (digest: string) => Promise<string | undefined>
  signal: AbortSignal
  progress?: PushProgress
}

/**
 * Pushes blobs, then manifests, then the tag: until that last step nobody sees any of it. Safe to repeat.
 * @throws AppError 40000 the registry is out of reach or refuses, 30006 the image is too large for it
 */
export async function pushImage(image: ImageContent, push: Push): Promise<void> {
  try {
    await sendBlobs(image.blobs, push)
    await sendManifests(image, push)
  } catch (error) {
    throw await pushError(error, push)
  }
}

async function sendBlobs(blobs: ArchiveBlob[], push: Push): Promise<void> {
  const queue = [...blobs]
  const stop = new AbortController()
  const signal = AbortSignal.any([push.signal, stop.signal])
  const worker = async () => {
    for (let blob = queue.shift(); blob && !signal.aborted; blob = queue.shift()) {
      await sendBlob(blob, { ...push, signal })
    }
  }
  const workers = Array.from({ length: CONCURRENT_BLOBS }, worker)
  try {
    await Promise.all(workers)
    if (push.signal.aborted) throw failure('uploadCutOffEarly', {})
  } finally {
    stop.abort()
    // The spool is removed after this: nothing may still be reading it.
    await Promise.allSettled(workers)
  }
}

async function sendBlob(blob: ArchiveBlob, { client, repository, findBlob, signal, progress }: Push): Promise<void> {
  const own = progress?.begin(blob)
  if ((await client.headBlob(repository, blob.digest)) !== undefined) return own?.present()
  const mountFrom = await findBlob(blob.digest)
  const how = await client.uploadBlob(repository, own?.counted ?? blob, { mountFrom, signal })
  if (how === 'mounted') own?.present()
  else own?.sent()
}

async function sendManifests({ manifests }: ImageContent, { client, repository, tag }: Push): Promise<void> {
  for (const [index, { digest, mediaType, bytes }] of manifests.entries()) {
    const reference = index === manifests.length - 1 ? tag : digest
    await client.putManifest(repository, reference, mediaType, bytes)
  }
}

/** Who is refused is told why, as far as the registry lets one know. */
async function pushError(error: unknown, { client, repository }: Push): Promise<unknown> {
  if (!(error instanceof RegistryError)) return error
  const cause = { cause: error }
  const [project = ''] = repository.split('/')
  switch (error.kind) {
    case 'unreachable':
      return failure('registryForPush', {}, cause)
    case 'insecure':
      return failure('registryInsecure', { why: error.message }, cause)
    case 'noProject':
      return failure('registryNoProject', { project }, cause)
    case 'unauthorized':
    case 'denied':
      return refusedPush(client, project, cause)
    case 'policy':
      return failure('registryPolicy', { why: error.message }, cause)
    case 'tooLarge':
      return failure('imageTooLarge', {}, cause)
    case 'invalid':
    case 'notFound':
    case 'unsupported':
      return failure('registryRefused', { why: error.message }, cause)
  }
}

async function refusedPush(client: RegistryClient, project: string, cause: { cause: RegistryError }) {
  if (await isAccountRefused(client)) return failure('registryCredentials', {}, cause)
  const hasProject = await client.hasProject(project).catch(() => undefined) // not known then
  return hasProject === false
    ? failure('registryNoProject', { project }, cause)
    : failure('registryNoRight', { project }, cause)
}

/** A registry answers 401 to a wrong password, and some to one whom they know and who has no right. */
async function isAccountRefused(client: RegistryClient): Promise<boolean> {
  try {
    await client.ping()
    return false
  } catch (error) {
    // Anything else says nothing of the account; what went wrong with the push itself is the cause that is kept.
    return error instanceof RegistryError && error.kind === 'unauthorized'
  }
}
