import { z } from 'zod'
import { INDEX_MEDIA_TYPES, MANIFEST_MEDIA_TYPES } from '../media-types'
import { isDigest } from '../reference'
import { OciError } from './answers'

const descriptor = z.looseObject({
  mediaType: z.string(),
  digest: z.string().refine(isDigest, 'must be a sha256 digest'),
  size: z.number(),
  urls: z.array(z.string()).optional(),
})

const shared = {
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  subject: descriptor.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
}
const image = z.looseObject({ ...shared, config: descriptor, layers: z.array(descriptor) })
const index = z.looseObject({ ...shared, manifests: z.array(descriptor) })

/** What a manifest or an index refers to. */
export interface ManifestLinks {
  blobs: string[]
  manifests: string[]
  subject: string | undefined
  /** image-spec "Manifest": its own, or else the configuration's media type. */
  artifactType: string | undefined
  annotations: Record<string, string> | undefined
}

/**
 * Reads a manifest of one of the four known media types.
 * @throws OciError MANIFEST_INVALID
 */
export function readManifest(bytes: Buffer, mediaType: string): ManifestLinks {
  if (!MANIFEST_MEDIA_TYPES.includes(mediaType)) {
    throw new OciError('MANIFEST_INVALID', `manifests of type ${mediaType || '(none)'} are not kept here`)
  }
  const json = parse(bytes)
  if (INDEX_MEDIA_TYPES.includes(mediaType)) {
    const { manifests, artifactType, ...rest } = check(index, json, mediaType)
    return { ...common(rest), blobs: [], manifests: manifests.map(({ digest }) => digest), artifactType }
  }
  const { config, layers, artifactType, ...rest } = check(image, json, mediaType)
  // Layers with URLs of their own (non-distributable) may be elsewhere.
  const blobs = [config, ...layers.filter((layer) => layer.urls === undefined)].map(({ digest }) => digest)
  return { ...common(rest), blobs, manifests: [], artifactType: artifactType ?? config.mediaType }
}

function common({ subject, annotations }: Pick<z.output<typeof image>, 'subject' | 'annotations'>) {
  return { subject: subject?.digest, annotations }
}

function check<S extends typeof image | typeof index>(schema: S, json: unknown, mediaType: string): z.output<S> {
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const where = issue?.path.join('.') ?? ''
    throw new OciError('MANIFEST_INVALID', `the manifest is not valid: ${where} ${issue?.message ?? ''}`)
  }
  const said = parsed.data.mediaType
  if (said !== undefined && said !== mediaType) {
    throw new OciError('MANIFEST_INVALID', `the manifest says it is ${said}, the request ${mediaType}`)
  }
  return parsed.data as z.output<S>
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new OciError('MANIFEST_INVALID', 'the manifest is no JSON')
  }
}
