import type { IncomingMessage } from 'node:http'
import { HarborApi } from './harbor'
import { readBody, type BlobSource } from './http'
import { MANIFEST_MEDIA_TYPES } from './media-types'
import { Requests, discard, type RequestOptions } from './requests'

const MAX_MANIFEST_BYTES = 8 * 1024 * 1024
/** A registry that keeps blobs in an object store may be silent for long while it takes over an upload. */
const UPLOAD_IDLE_MS = 300_000

export interface RegistryClientOptions extends RequestOptions {
  /** `http://…` or `https://…` */
  url: string
}

export interface ManifestHead {
  digest: string
  mediaType: string
  size: number
}

const pull = (repository: string) => `repository:${repository}:pull`
const push = (repository: string) => `repository:${repository}:pull,push`
const remove = (repository: string) => `repository:${repository}:pull,delete`

/** Client of one registry's OCI distribution API (v1.1). Every method throws only RegistryError. */
export class RegistryClient {
  readonly base: URL
  private readonly requests: Requests
  private readonly harbor: HarborApi

  constructor(private readonly options: RegistryClientOptions) {
    this.base = new URL(options.url)
    this.requests = new Requests(this.base, options)
    this.harbor = new HarborApi(this.base, this.requests)
  }

  close(): void {
    this.requests.close()
  }

  /** Asks `/v2/`: reachable, and our credentials (if any) accepted. */
  async ping(signal?: AbortSignal): Promise<void> {
    const url = new URL('/v2/', this.base)
    const answer = await this.requests.call({ what: 'ping', method: 'GET', url, scopes: [], signal })
    await this.requests.expect(answer, [200], 'ping')
  }

  /** The blob's size; undefined when this repository does not have it. */
  async headBlob(repository: string, digest: string): Promise<number | undefined> {
    const what = `HEAD blob ${repository}@${digest}`
    const url = this.url(repository, `blobs/${digest}`)
    const answer = await this.requests.call({ what, method: 'HEAD', url, scopes: [pull(repository)] })
    if (answer.statusCode === 404) return discard(answer)
    await this.requests.expect(answer, [200], what)
    return Number(answer.headers['content-length'] ?? 0)
  }

  /**
   * Uploads in one piece (POST, then PUT). With `mountFrom` it is mounted from there if the registry agrees.
   * A failed attempt starts over with a fresh stream and a fresh upload session.
   */
  async uploadBlob(
    repository: string,
    blob: BlobSource & { digest: string },
    { mountFrom, signal }: { mountFrom?: string; signal?: AbortSignal } = {},
  ): Promise<'mounted' | 'uploaded'> {
    return this.requests.retry(signal, async () => {
      const mount = mountFrom === undefined ? undefined : { digest: blob.digest, from: mountFrom }
      const session = await this.startUpload(repository, mount, signal)
      if (session === undefined) return 'mounted'
      session.searchParams.set('digest', blob.digest)
      const what = `PUT blob ${repository}@${blob.digest}`
      const headers = { 'content-type': 'application/octet-stream' }
      const idleTimeoutMs = Math.max(UPLOAD_IDLE_MS, this.options.idleTimeoutMs ?? 0)
      const call = { what, method: 'PUT', url: session, scopes: [push(repository)], headers, body: blob, idleTimeoutMs }
      const answer = await this.requests.once({ ...call, signal })
      await this.requests.expect(answer, [201, 202, 204], what)
      return 'uploaded'
    })
  }

  /** The blob's bytes; the caller reads the stream to its end or destroys it. They are not verified here. */
  async getBlob(repository: string, digest: string, signal?: AbortSignal): Promise<IncomingMessage> {
    const what = `GET blob ${repository}@${digest}`
    const url = this.url(repository, `blobs/${digest}`)
    const answer = await this.requests.call({ what, method: 'GET', url, scopes: [pull(repository)], signal })
    if (answer.statusCode === 200) return answer
    throw await this.requests.failure(answer, what)
  }

  async headManifest(repository: string, reference: string): Promise<ManifestHead | undefined> {
    const what = `HEAD manifest ${repository}:${reference}`
    const answer = await this.manifestCall('HEAD', repository, reference, what)
    if (answer.statusCode === 404) return discard(answer)
    await this.requests.expect(answer, [200], what)
    return headOf(answer)
  }

  async getManifest(
    repository: string,
    reference: string,
    signal?: AbortSignal,
  ): Promise<ManifestHead & { bytes: Buffer }> {
    const what = `GET manifest ${repository}:${reference}`
    const answer = await this.manifestCall('GET', repository, reference, what, signal)
    if (answer.statusCode !== 200) throw await this.requests.failure(answer, what)
    const bytes = await readBody(answer, MAX_MANIFEST_BYTES, what)
    return { ...headOf(answer), bytes, size: bytes.length }
  }

  /** Stores the manifest under a tag or its digest. */
  async putManifest(repository: string, reference: string, mediaType: string, bytes: Buffer): Promise<void> {
    const what = `PUT manifest ${repository}:${reference}`
    const url = this.url(repository, `manifests/${reference}`)
    const headers = { 'content-type': mediaType }
    const answer = await this.requests.call({
      what,
      method: 'PUT',
      url,
      scopes: [push(repository)],
      headers,
      body: bytes,
    })
    await this.requests.expect(answer, [201, 202], what)
  }

  /** Deletes by digest, and with it every tag that points to it; false when it was not there. */
  async deleteManifest(repository: string, digest: string): Promise<boolean> {
    const what = `DELETE manifest ${repository}@${digest}`
    const url = this.url(repository, `manifests/${digest}`)
    const answer = await this.requests.call({ what, method: 'DELETE', url, scopes: [remove(repository)] })
    if (answer.statusCode === 404) return discard(answer) ?? false
    await this.requests.expect(answer, [200, 202, 204], what)
    return true
  }

  /**
   * Deletes one tag, its manifest stays: distribution-spec end-9, which not every registry has. Harbor has it in its own
   * API, docker-registry 2 not at all.
   * @returns false when the registry cannot do that
   */
  async deleteTag(repository: string, tag: string): Promise<boolean> {
    const what = `DELETE tag ${repository}:${tag}`
    const url = this.url(repository, `manifests/${tag}`)
    const answer = await this.requests.call({ what, method: 'DELETE', url, scopes: [remove(repository)] })
    if (answer.statusCode === 404) return discard(answer) ?? true
    if ([400, 405, 501].includes(answer.statusCode ?? 0)) {
      discard(answer)
      return this.harbor.deleteTag(repository, tag)
    }
    await this.requests.expect(answer, [200, 202, 204], what)
    return true
  }

  /** Whether there is a project of this name to push to; undefined where the registry does not tell. */
  hasProject(project: string): Promise<boolean | undefined> {
    return this.harbor.hasProject(project)
  }

  private manifestCall(
    method: string,
    repository: string,
    reference: string,
    what: string,
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    const headers = { accept: MANIFEST_MEDIA_TYPES.join(', ') }
    return this.requests.call({
      what,
      method,
      url: this.url(repository, `manifests/${reference}`),
      scopes: [pull(repository)],
      headers,
      signal,
    })
  }

  /** The upload's Location; undefined when the blob was mounted and nothing is left to send. */
  private async startUpload(
    repository: string,
    mount?: { digest: string; from: string },
    signal?: AbortSignal,
  ): Promise<URL | undefined> {
    const what = `POST upload to ${repository}`
    const url = this.url(repository, 'blobs/uploads/')
    const scopes = [push(repository)]
    if (mount) {
      url.searchParams.set('mount', mount.digest)
      url.searchParams.set('from', mount.from)
      scopes.push(pull(mount.from))
    }
    // Once: whoever asks for it begins again with all of it.
    const answer = await this.requests.once({ what, method: 'POST', url, scopes, body: Buffer.alloc(0), signal })
    await this.requests.expect(answer, [201, 202], what)
    if (answer.statusCode === 201) return undefined
    return this.requests.location(answer, url, what)
  }

  private url(repository: string, rest: string): URL {
    return new URL(`/v2/${repository}/${rest}`, this.base)
  }
}

function headOf(answer: IncomingMessage): ManifestHead {
  const digest = answer.headers['docker-content-digest']
  return {
    digest: typeof digest === 'string' ? digest : '',
    mediaType: (answer.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '',
    size: Number(answer.headers['content-length'] ?? 0),
  }
}
