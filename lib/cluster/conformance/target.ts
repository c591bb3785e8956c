import http from 'node:http'
import https from 'node:https'
import { readFileSync } from 'node:fs'
import type { KubeObject, StatusObject, WatchEvent } from '@/lib/cluster/kinds'

/** An API server under test, and how to reach it. */
export interface ConformanceTarget {
  name: string
  server: string
  token?: string
  tls?: { ca?: Buffer; cert?: Buffer; key?: Buffer }
}

export interface Answer<T> {
  code: number
  body: T
}

const REQUEST_TIMEOUT_MS = 15_000
export const MERGE = 'application/merge-patch+json'
export const JSON_PATCH = 'application/json-patch+json'
export const STRATEGIC = 'application/strategic-merge-patch+json'

interface KubeconfigFields {
  server: string
  token?: string
  files: Partial<Record<'certificate-authority' | 'client-certificate' | 'client-key', string>>
}

/** Reads what the suite needs of a kubeconfig with one cluster and one user. */
function readKubeconfig(file: string): KubeconfigFields {
  const text = readFileSync(file, 'utf8')
  const field = (name: string): string | undefined => new RegExp(`"?\\b${name}"?:\\s*"?([^",}\\s]+)`).exec(text)?.[1]
  return {
    server: field('server') ?? '',
    token: field('token'),
    files: {
      'certificate-authority': field('certificate-authority'),
      'client-certificate': field('client-certificate'),
      'client-key': field('client-key'),
    },
  }
}

export function targetOf(name: string, kubeconfigFile: string): ConformanceTarget {
  const { server, token, files } = readKubeconfig(kubeconfigFile)
  const read = (file: string | undefined): Buffer | undefined => (file ? readFileSync(file) : undefined)
  const tls = {
    ca: read(files['certificate-authority']),
    cert: read(files['client-certificate']),
    key: read(files['client-key']),
  }
  return { name, server, token, tls: server.startsWith('https') ? tls : undefined }
}

/** Plain HTTP to the target, without any Kubernetes client in between. */
export class TargetClient {
  private readonly agent: http.Agent

  constructor(private readonly target: ConformanceTarget) {
    this.agent = target.tls ? new https.Agent({ keepAlive: true, ...target.tls }) : new http.Agent({ keepAlive: true })
  }

  close(): void {
    this.agent.destroy()
  }

  open(method: string, path: string, headers: Record<string, string | number> = {}): http.ClientRequest {
    const url = this.target.server.replace(/\/$/, '') + path
    const authorization: Record<string, string> = this.target.token
      ? { Authorization: `Bearer ${this.target.token}` }
      : {}
    const options = { method, agent: this.agent, headers: { ...authorization, ...headers } }
    return this.target.tls ? https.request(url, options) : http.request(url, options)
  }

  /** `body` is sent as it is when it is a string. */
  request<T = KubeObject>(
    method: string,
    path: string,
    body?: unknown,
    contentType = 'application/json',
  ): Promise<Answer<T>> {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
    const headers: Record<string, string | number> =
      text === undefined ? {} : { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) }
    return new Promise((resolve, reject) => {
      const request = this.open(method, path, headers)
      request.setTimeout(REQUEST_TIMEOUT_MS, () => request.destroy(new Error(`${method} ${path} timed out`)))
      request.on('error', reject)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8')
          const isJson = response.headers['content-type']?.startsWith('application/json')
          resolve({ code: response.statusCode ?? 0, body: (isJson ? JSON.parse(answer) : answer) as T })
        })
      })
      request.end(text)
    })
  }

  get<T = KubeObject>(path: string): Promise<Answer<T>> {
    return this.request<T>('GET', path)
  }

  /** For what has to succeed: throws the Status otherwise. */
  async must<T = KubeObject>(method: string, path: string, body?: unknown, contentType?: string): Promise<T> {
    const { code, body: answer } = await this.request<T | StatusObject>(method, path, body, contentType)
    if (code >= 300) throw new Error(`${method} ${path}: ${code} ${JSON.stringify(answer)}`)
    return answer as T
  }

  create<T extends KubeObject>(path: string, object: unknown): Promise<T> {
    return this.must<T>('POST', path, object)
  }

  watch(path: string): WatchReader {
    return new WatchReader(this.open('GET', path))
  }
}

/** Collects the events of one watch. */
export class WatchReader {
  readonly events: WatchEvent[] = []
  ended = false
  private rest = ''
  private wake: () => void = () => undefined

  constructor(private readonly request: http.ClientRequest) {
    request.on('response', (response) => {
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => this.onData(chunk))
      response.on('close', () => this.onEnd())
    })
    request.on('error', () => this.onEnd())
    request.end()
  }

  private onData(chunk: string): void {
    const lines = (this.rest + chunk).split('\n')
    this.rest = lines.pop() ?? ''
    this.events.push(...lines.filter((line) => line !== '').map((line) => JSON.parse(line) as WatchEvent))
    this.wake()
  }

  private onEnd(): void {
    this.ended = true
    this.wake()
  }

  /** Waits until the condition holds; fails with what has come where it does not within the time. */
  async until(condition: (events: WatchEvent[]) => boolean, timeoutMs = 10_000): Promise<WatchEvent[]> {
    const deadline = Date.now() + timeoutMs
    while (!condition(this.events)) {
      const left = deadline - Date.now()
      if (left <= 0 || this.ended)
        throw new Error(`the watch ${this.ended ? 'ended' : 'timed out'} with ${this.summary().join(' ')}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return this.events
  }

  summary(): string[] {
    return this.events.map(
      ({ type, object }) => `${type}:${'name' in object.metadata ? String(object.metadata.name) : ''}`,
    )
  }

  close(): void {
    this.request.destroy()
  }
}
