import { z } from 'zod'
import type { ImageReference } from './image-reference'

const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024
const DOCKER_HUB = 'registry-1.docker.io'

/** The registry did not answer at all. */
export class RegistryUnreachable extends Error {}

export interface ManifestDocument {
  digest: string
  mediaType: string
  json: unknown
}

/** Plain HTTP is for registries on this machine or in a private network; the rest of the world is asked over HTTPS. */
export function isPrivateRegistry(registry: string): boolean {
  const host = registry.startsWith('[') ? registry.slice(1, registry.indexOf(']')) : (registry.split(':')[0] ?? '')
  if (host === 'localhost' || host === '::1' || !/[.:]/.test(host)) return true
  return /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./.test(host)
}

const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() })

/** One pull's talk with a registry (OCI distribution API, pull), anonymous, with a token where the registry hands them out. */
export class RegistrySession {
  private readonly base: string
  private token: string | undefined

  constructor(
    private readonly reference: ImageReference,
    private readonly signal: AbortSignal,
  ) {
    const host = reference.registry === 'docker.io' ? DOCKER_HUB : reference.registry
    this.base = `${isPrivateRegistry(host) ? 'http' : 'https'}://${host}/v2/${reference.repository}`
  }

  async manifest(tagOrDigest: string, accept: string[]): Promise<ManifestDocument> {
    const response = await this.get(`/manifests/${tagOrDigest}`, accept.join(', '))
    const { registry, repository } = this.reference
    const name = `${registry}/${repository}${tagOrDigest.includes(':') ? '@' : ':'}${tagOrDigest}`
    if (response.status === 404) {
      await response.body?.cancel()
      throw new Error(`${name}: not found`)
    }
    const text = await this.text(response)
    const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? ''
    const digest = response.headers.get('docker-content-digest') ?? (await sha256(text))
    return { digest, mediaType, json: JSON.parse(text) as unknown }
  }

  async blob(digest: string): Promise<unknown> {
    const response = await this.get(`/blobs/${digest}`, '*/*')
    return JSON.parse(await this.text(response)) as unknown
  }

  private async get(path: string, accept: string): Promise<Response> {
    const url = `${this.base}${path}`
    let response = await this.fetch(url, accept)
    if (response.status === 401 && this.token === undefined) {
      await response.body?.cancel()
      this.token = await this.fetchToken(response.headers.get('www-authenticate') ?? '')
      response = await this.fetch(url, accept)
    }
    return response
  }

  private async fetch(url: string, accept: string): Promise<Response> {
    const headers = { Accept: accept, ...(this.token ? { Authorization: `Bearer ${this.token}` } : {}) }
    try {
      return await fetch(url, { headers, signal: this.signal })
    } catch (error) {
      const cause =
        error instanceof Error && error.cause instanceof Error
          ? error.cause.message
          : error instanceof Error
            ? error.message
            : String(error)
      throw new RegistryUnreachable(`Get "${url}": ${cause}`, { cause: error })
    }
  }

  /** The anonymous token of a registry that challenges with `Bearer realm=…,service=…,scope=…`. */
  private async fetchToken(challenge: string): Promise<string> {
    const parameters = new Map(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    const realm = parameters.get('realm')
    if (!/^bearer /i.test(challenge) || !realm)
      throw new Error(
        'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
      )
    const url = new URL(realm)
    const scope = parameters.get('scope') ?? `repository:${this.reference.repository}:pull`
    url.searchParams.set('service', parameters.get('service') ?? '')
    url.searchParams.set('scope', scope)
    const response = await this.fetch(url.href, 'application/json')
    const answer = tokenAnswer.parse(JSON.parse(await this.text(response)))
    return answer.token ?? answer.access_token ?? ''
  }

  private async text(response: Response): Promise<string> {
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(
        `unexpected status from GET request to ${response.url}: ${response.status} ${response.statusText}`,
      )
    }
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length
      if (bytes > MAX_DOCUMENT_BYTES)
        throw new Error(`the answer to ${response.url} is larger than ${MAX_DOCUMENT_BYTES} bytes`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  }
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `sha256:${Buffer.from(hash).toString('hex')}`
}
