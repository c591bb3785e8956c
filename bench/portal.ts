import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { API_PREFIX } from '@/lib/protocol/dispatch'
import type { InputOf, OperationPath, OutputOf } from '@/lib/protocol/operation-types'

/** A portal as lean as can be: what it costs is not what is measured. */
export class BenchPortal {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  static async open(url: string, secret: string): Promise<BenchPortal> {
    const claims = new SignJWT({ uid: 1, userName: 'bench' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('2h')
    return new BenchPortal(url, await claims.sign(new TextEncoder().encode(secret)))
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` }
  }

  address(path: string): URL {
    return new URL(`${API_PREFIX}${path}`, this.url)
  }

  async call<P extends OperationPath>(path: P, content: InputOf<P>): Promise<OutputOf<P>> {
    const headers = { ...this.headers, 'content-type': 'application/json' }
    const answer = await fetch(this.address(path), { method: 'POST', headers, body: message(content) })
    const { content: answered } = (await answer.json()) as { content: { code: number; msg: string; data: OutputOf<P> } }
    if (answered.code !== 0) throw new Error(`${path}: ${answered.code} ${answered.msg}`)
    return answered.data
  }
}

/** The JSON text of a message around the content. */
export function message(content: unknown): string {
  return `{"header":{"msg_id":"${randomUUID()}","parent_msg_id":"","timestamp":${Date.now()}},"route":{"source":"portal","operation":"any"},"content":${JSON.stringify(content)}}`
}
