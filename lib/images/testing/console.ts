import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SignJWT } from 'jose'
import type { App } from '@/lib/app'
import { readConfig } from '@/lib/config/config'
import { serve, type TestServer } from '@/lib/registry/testing/servers'
import { startApp, type Running } from '@/lib/start-app'
import { silentLog } from '@/lib/testing/log'

const JWT_SECRET = 'a secret for tests only'

export interface Answer {
  status: number
  code: number
  msg: string
  data: unknown
}

export interface Who {
  uid: number
  clusterId?: number
}

/** The console in this process, on a port of its own, called as a portal calls it. */
export class InProcessConsole {
  private constructor(
    readonly app: App,
    private readonly running: Running,
    private readonly server: TestServer,
    readonly dataDir: string,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<InProcessConsole> {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'images-console-'))
    // The address is known before the console is there to answer.
    const starting: { running?: Running } = {}
    const server = await serve(
      (request) => starting.running?.backend.handle(request) ?? Promise.reject(new Error('too early')),
    )
    const config = readConfig({ DATA_DIR: dataDir, JWT_SECRET, ...env })
    const root = path.join(import.meta.dirname, '../../..')
    const running = await startApp({
      config,
      log: silentLog,
      publicUrl: config.publicUrl ?? server.url,
      port: Number(new URL(server.url).port),
      root,
    })
    starting.running = running
    running.startBackground()
    return new InProcessConsole(running.app, running, server, dataDir)
  }

  get url(): string {
    return this.server.url
  }

  async stop(): Promise<void> {
    this.running.endStreams()
    await this.running.stop()
    await this.server.stop()
    await rm(this.dataDir, { recursive: true, force: true })
  }

  async call(operation: string, content: object, who: Who = { uid: 1 }): Promise<Answer> {
    const header = { msg_id: randomUUID(), parent_msg_id: '', timestamp: Date.now() }
    const body = JSON.stringify({ header, route: { source: 'portal', operation: 'test' }, content })
    return this.post(operation, body, who, { 'content-type': 'application/json' })
  }

  async upload(form: FormData, who: Who = { uid: 1 }): Promise<Answer> {
    return this.post('image/uploadImage', form, who)
  }

  async post(operation: string, body: BodyInit, who: Who = { uid: 1 }, headers = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/apulisEdge/api/${operation}`, {
      method: 'POST',
      body,
      headers: { ...headers, authorization: `Bearer ${await token(who)}` },
      // Node's fetch wants this for bodies that are streams.
      duplex: 'half',
    } as RequestInit)
    const { content } = (await response.json()) as { content: { code: number; msg: string; data?: unknown } }
    return { status: response.status, code: content.code, msg: content.msg, data: content.data }
  }
}

function token({ uid, clusterId }: Who): Promise<string> {
  return new SignJWT({ uid, userName: `user${uid}`, ...(clusterId === undefined ? {} : { clusterId }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JWT_SECRET))
}

/** A form with the fields in this order. */
export function formOf(fields: [string, string | { bytes: Buffer; name: string }][]): FormData {
  const form = new FormData()
  for (const [name, value] of fields) {
    if (typeof value === 'string') form.append(name, value)
    else form.append(name, new Blob([new Uint8Array(value.bytes)]), value.name)
  }
  return form
}
