import { z } from 'zod'
import { canonicalImage, parseImageReference, type ImageReference } from './image-reference'
import type { NodeArch } from './node-object'
import { RegistrySession, RegistryUnreachable } from './registry-session'

export interface PulledImage {
  /** `registry/repository@digest`, as container statuses report it */
  imageID: string
  sizeBytes: number
  /** from the image label `apulisedge.demo/run-seconds`: the container ends by itself after this time */
  runSeconds?: number
  /** from the image label `apulisedge.demo/exit-code` */
  exitCode?: number
}

/** An image could not be pulled; the message is worded as containerd words it. */
export class ImagePullError extends Error {
  constructor(
    readonly reason: 'ErrImagePull' | 'InvalidImageName',
    message: string,
  ) {
    super(message)
    this.name = 'ImagePullError'
  }
}

const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]
const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

const descriptor = z.object({ digest: z.string(), size: z.number().default(0) })
const index = z.object({
  manifests: z.array(
    descriptor.extend({ platform: z.object({ architecture: z.string(), os: z.string().default('linux') }).optional() }),
  ),
})
const manifest = z.object({ config: descriptor, layers: z.array(descriptor).default([]) })
const config = z.object({
  architecture: z.string().default(''),
  config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
})

const RUN_SECONDS = 'apulisedge.demo/run-seconds'
const EXIT_CODE = 'apulisedge.demo/exit-code'

/**
 * Resolves an image at its registry for a node's architecture: manifest (through an index where there is one) and
 * configuration, as a container runtime does before it fetches the layers. Bounded in time.
 * @throws ImagePullError
 */
export async function pullImage(image: string, arch: NodeArch, signal: AbortSignal): Promise<PulledImage> {
  const reference = parseImageReference(image)
  if (!reference)
    throw new ImagePullError(
      'InvalidImageName',
      `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`,
    )
  const session = new RegistrySession(reference, signal)
  try {
    return await resolve(session, reference, arch)
  } catch (error) {
    throw asPullError(error, image)
  }
}

async function resolve(session: RegistrySession, reference: ImageReference, arch: NodeArch): Promise<PulledImage> {
  const top = await session.manifest(reference.digest ?? reference.tag ?? 'latest', [...INDEX_TYPES, ...MANIFEST_TYPES])
  let document = top
  if (INDEX_TYPES.includes(top.mediaType)) {
    const entry = index
      .parse(top.json)
      .manifests.find(({ platform }) => platform?.architecture === arch && platform.os === 'linux')
    if (!entry) throw noPlatform()
    document = await session.manifest(entry.digest, MANIFEST_TYPES)
  }
  const { config: configDescriptor, layers } = manifest.parse(document.json)
  const settings = config.parse(await session.blob(configDescriptor.digest))
  if (settings.architecture && settings.architecture !== arch) throw noPlatform()
  const labels = settings.config?.Labels ?? {}
  return {
    imageID: `${reference.registry}/${reference.repository}@${top.digest}`,
    sizeBytes: layers.reduce((sum, { size }) => sum + size, configDescriptor.size),
    runSeconds: numberLabel(labels[RUN_SECONDS]),
    exitCode: numberLabel(labels[EXIT_CODE]),
  }
}

const noPlatform = (): Error => new Error('no match for platform in manifest: not found')

function numberLabel(text: string | undefined): number | undefined {
  const value = Number(text)
  return text !== undefined && text !== '' && Number.isFinite(value) && value >= 0 ? value : undefined
}

function asPullError(error: unknown, image: string): ImagePullError {
  const name = canonicalImage(image)
  const cause =
    error instanceof z.ZodError
      ? 'unexpected media type: not an image manifest'
      : error instanceof Error
        ? error.message
        : String(error)
  const step = error instanceof RegistryUnreachable ? `failed to do request: ${cause}` : cause
  return new ImagePullError(
    'ErrImagePull',
    `rpc error: code = ${cause.endsWith('not found') ? 'NotFound' : 'Unknown'} desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${step}`,
  )
}
