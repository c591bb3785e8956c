import { z } from 'zod'
import { failure } from '@/lib/protocol/reasons'
import type { Call } from '@/lib/protocol/operation'
import type { RegistryClient } from '@/lib/registry/client'
import { sha256Digest } from '@/lib/registry/digest'
import { RegistryError } from '@/lib/registry/errors'
import { readBody } from '@/lib/registry/http'
import { INDEX_MEDIA_TYPES } from '@/lib/registry/media-types'
import { isDigest } from '@/lib/registry/reference'
import { describeConfig, liveConfig, type LiveConfig } from './image-config'
import { repositoryOf } from './repository-of'
import type { ImageConfigInput, ImageConfigRecord } from './schema'
import { requireImageVersion } from './service'

const TIME_LIMIT_MS = 5000
const MAX_CONFIG_BYTES = 4 * 1024 * 1024
/** More platforms than any image has. */
const MAX_MANIFESTS = 64

const descriptor = z.object({
  mediaType: z.string().default(''),
  digest: z.string().refine(isDigest, 'must be a sha256 digest'),
  size: z.int().min(0),
})
const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.string().nullish() })
const index = z.object({
  manifests: z.array(descriptor.extend({ platform: platform.nullish() })).max(MAX_MANIFESTS),
})
const manifest = z.object({ config: descriptor, layers: z.array(descriptor) })

/**
 * How the image is made and what it runs, read from the registry.
 * @throws AppError 30000 there is no such version or platform, 40000 the registry cannot be reached or has it no more
 */
export async function describeImageConfig(
  call: Call,
  input: ImageConfigInput,
): Promise<{ imageConfig: ImageConfigRecord }> {
  const version = await requireImageVersion(call, input)
  const reading = new ConfigReading(call.app.registry.client, repositoryOf(version.reference), call.signal)
  try {
    return { imageConfig: await reading.read(version.digest, input.platform) }
  } catch (error) {
    throw readError(error)
  }
}

interface Found {
  name: string
  digest: string
}

class ConfigReading {
  private readonly signal: AbortSignal

  constructor(
    private readonly client: RegistryClient,
    private readonly repository: string,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)])
  }

  async read(digest: string, wanted: string | undefined): Promise<ImageConfigRecord> {
    const top = await this.manifest(digest)
    if (!top.isIndex) {
      const own = await this.platformOf(digest, top.body)
      return this.describe(pick([own], wanted), [own])
    }
    const platforms = await this.platforms(index.parse(top.body).manifests)
    return this.describe(pick(platforms, wanted), platforms)
  }

  /** Attestations and the like are no platform of the image. */
  private async platforms(manifests: z.output<typeof index>['manifests']): Promise<Found[]> {
    const found: Found[] = []
    for (const one of manifests) {
      const named = one.platform
      if (named?.os === 'unknown') continue
      found.push(
        named
          ? { name: platformName(named), digest: one.digest }
          : await this.platformOf(one.digest, (await this.manifest(one.digest)).body),
      )
    }
    return found
  }

  private async platformOf(digest: string, body: unknown): Promise<Found> {
    return { name: platformName(await this.config(manifest.parse(body).config.digest)), digest }
  }

  private async describe(chosen: Found, all: Found[]): Promise<ImageConfigRecord> {
    const { config, layers } = manifest.parse((await this.manifest(chosen.digest)).body)
    const read = await this.config(config.digest)
    return {
      platform: chosen.name,
      platforms: all.map(({ name }) => name),
      digest: chosen.digest,
      configDigest: config.digest,
      ...describeConfig(read, config, layers),
    }
  }

  private async manifest(digest: string): Promise<{ isIndex: boolean; body: unknown }> {
    const { bytes, mediaType } = await this.client.getManifest(this.repository, digest, this.signal)
    verify(bytes, digest)
    return { isIndex: INDEX_MEDIA_TYPES.includes(mediaType), body: JSON.parse(bytes.toString('utf8')) }
  }

  private async config(digest: string): Promise<LiveConfig> {
    const answer = await this.client.getBlob(this.repository, digest, this.signal)
    const bytes = await readBody(answer, MAX_CONFIG_BYTES, `GET blob ${digest}`)
    verify(bytes, digest)
    return liveConfig.parse(JSON.parse(bytes.toString('utf8')))
  }
}

function verify(bytes: Buffer, digest: string): void {
  const actual = sha256Digest(bytes)
  if (actual !== digest) throw new RegistryError('invalid', `the registry gave ${actual} for ${digest}`)
}

function platformName({ os, architecture, variant }: z.output<typeof platform>): string {
  return [os, architecture, variant].filter((part) => part).join('/')
}

/** `linux/arm64` finds linux/arm64/v8 as well. */
function pick(platforms: Found[], wanted: string | undefined): Found {
  const found =
    wanted === undefined
      ? platforms[0]
      : (platforms.find(({ name }) => name === wanted) ?? platforms.find(({ name }) => name.startsWith(`${wanted}/`)))
  if (found) return found
  throw failure('noPlatform', { platform: wanted ?? 'any platform' })
}

function readError(error: unknown): unknown {
  if (error instanceof RegistryError) {
    const gone = error.kind === 'notFound'
    return failure(gone ? 'registryLostImage' : 'registryForRead', {}, { cause: error })
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return failure('registryOddImage', {}, { cause: error })
  }
  return error
}
