import { mkdir } from 'node:fs/promises'
import type { Logger } from 'pino'
import { OciError, jsonAnswer } from './answers'
import { BasicAuth, type Authenticate } from './basic-auth'
import { serveBlob } from './blob-routes'
import { BlobStore } from './blob-store'
import { collectGarbage, type Collected } from './garbage'
import { KeyedMutex } from '../keyed-mutex'
import { Layout } from './layout'
import { serveManifest, serveReferrers } from './manifest-routes'
import { MANIFESTS, ManifestStore } from './manifest-store'
import { page } from './page'
import { readRoute, type Route } from './routes'
import { continueUpload, startUpload } from './upload-routes'
import { Uploads } from './uploads'

const UPLOAD_KEPT_MS = 24 * 3600_000
const GARBAGE_AGE_MS = 24 * 3600_000
/** No garbage is collected so soon after a byte of an upload came. */
const UPLOAD_QUIET_MS = 60_000

export interface EmbeddedRegistryOptions {
  /** The registry's own folder. */
  dir: string
  log: Logger
  /** Who may push and delete: edge nodes pull without a password. */
  authenticate: Authenticate
  /** How long a blob that no manifest names is kept. */
  garbageAgeMs?: number
  uploadQuietMs?: number
}

export interface EmbeddedRegistry {
  /** Serves everything below /v2/; never throws. */
  handle(request: Request): Promise<Response>
  /** Removes uploads that nobody went on with for a day. */
  cleanUploads(): Promise<void>
  collectGarbage(): Promise<Collected>
}

/** An image registry (OCI distribution-spec v1.1) that keeps everything in a folder. */
export async function createEmbeddedRegistry(options: EmbeddedRegistryOptions): Promise<EmbeddedRegistry> {
  const registry = new Registry(options)
  await registry.prepare()
  return registry
}

class Registry implements EmbeddedRegistry {
  private readonly layout: Layout
  private readonly mutex = new KeyedMutex()
  private readonly blobs: BlobStore
  private readonly uploads: Uploads
  private readonly manifests: ManifestStore
  private readonly auth: BasicAuth

  constructor(private readonly options: EmbeddedRegistryOptions) {
    this.layout = new Layout(options.dir)
    this.blobs = new BlobStore(this.layout)
    this.uploads = new Uploads(this.layout)
    this.manifests = new ManifestStore(this.layout, this.blobs, this.mutex)
    this.auth = new BasicAuth(options.authenticate)
  }

  async prepare(): Promise<void> {
    for (const folder of [this.layout.blobs(), this.layout.repositories(), this.layout.uploads()]) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
    }
  }

  async handle(request: Request): Promise<Response> {
    try {
      const route = readRoute(new URL(request.url).pathname)
      if (!route) throw new OciError('UNSUPPORTED', 'this is no path of the registry', { status: 404 })
      if (this.needsUser(request, route)) await this.auth.require(request)
      return await this.serve(request, route)
    } catch (error) {
      if (error instanceof OciError) return error.response()
      if (request.signal.aborted) this.options.log.debug({ err: error }, 'the registry’s client went away')
      else this.options.log.error({ err: error }, 'the registry failed')
      return new OciError('UNKNOWN', 'the registry failed; its log says why').response()
    }
  }

  async cleanUploads(): Promise<void> {
    await this.uploads.clean(UPLOAD_KEPT_MS)
  }

  async collectGarbage(): Promise<Collected> {
    return this.mutex.run([MANIFESTS], async () => {
      const quietMs = this.options.uploadQuietMs ?? UPLOAD_QUIET_MS
      if ((await this.uploads.newest()) > Date.now() - quietMs) return { blobs: 0, bytes: 0 }
      return collectGarbage(this.layout, this.manifests, this.options.garbageAgeMs ?? GARBAGE_AGE_MS)
    })
  }

  /**
   * `/v2/` always asks: docker login tests the password there, and skopeo, once let in without one, never offers it.
   * Without one both then go on to pull as nobody.
   */
  private needsUser(request: Request, route: Route): boolean {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const isContent = route.kind !== 'base' && route.kind !== 'catalog' && route.kind !== 'upload'
    return !(reads && isContent)
  }

  private async serve(request: Request, route: Route): Promise<Response> {
    checkMethod(request.method, route)
    const url = new URL(request.url)
    const stores = { layout: this.layout, blobs: this.blobs, uploads: this.uploads }
    switch (route.kind) {
      case 'base':
        return jsonAnswer({})
      case 'catalog':
        return page(url, await this.manifests.repositories(), (repositories) => ({ repositories }))
      case 'tags':
        return this.serveTags(url, route.repository)
      case 'blob':
        return serveBlob(request, stores, route)
      case 'uploads':
        return startUpload(request, stores, route.repository)
      case 'upload':
        return continueUpload(request, stores, route)
      case 'manifest':
        return serveManifest(request, this.manifests, route)
      case 'referrers':
        return serveReferrers(request, this.manifests, route)
    }
  }

  private async serveTags(url: URL, repository: string): Promise<Response> {
    const tags = await this.manifests.tags(repository)
    if (tags.length === 0 && !(await this.manifests.isKnown(repository))) {
      throw new OciError('NAME_UNKNOWN', `there is no repository ${repository} here`)
    }
    return page(url, tags, (shown) => ({ name: repository, tags: shown }))
  }
}

const METHODS: Record<Route['kind'], string[]> = {
  base: ['GET', 'HEAD'],
  catalog: ['GET', 'HEAD'],
  tags: ['GET', 'HEAD'],
  referrers: ['GET', 'HEAD'],
  blob: ['GET', 'HEAD', 'DELETE'],
  manifest: ['GET', 'HEAD', 'PUT', 'DELETE'],
  uploads: ['POST'],
  upload: ['GET', 'PATCH', 'PUT', 'DELETE'],
}

function checkMethod(method: string, { kind }: Route): void {
  const allowed = METHODS[kind]
  if (allowed.includes(method)) return
  throw new OciError('UNSUPPORTED', `${method} is not supported here`, { headers: { allow: allowed.join(', ') } })
}
