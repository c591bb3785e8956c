import { afterEach, describe, expect, it } from 'vitest'
import { KubeClient } from '@/lib/cluster/client'
import { startHttpServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { readJoinToken } from './join-token'

let end: () => Promise<void> = () => Promise.resolve()
afterEach(() => end())

/** Asks a cluster that answers so. */
async function read(status: number, body: unknown): Promise<string> {
  const server = await startHttpServer((req, res) => {
    const isSecret = req.url === '/api/v1/namespaces/kubeedge/secrets/tokensecret'
    res.writeHead(isSecret ? status : 404).end(JSON.stringify(body))
  })
  const client = new KubeClient(kubeConfigFor(server.url))
  end = async () => {
    client.close()
    await server.stop()
  }
  return readJoinToken(client)
}
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('the join token', () => {
  it('is read from the secret', async () => {
    expect(await read(200, { data: { tokendata: base64('abc.def\n') } })).toBe('abc.def')
  })

  const jwt = (claims: object) =>
    `ca.${base64('{"alg":"HS256"}')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
  const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow
  const tokenOf = (token: string) => read(200, { data: { tokendata: base64(token) } })

  it('is refused where it has expired, and says when it did', async () => {
    const exp = seconds(-60)
    const at = new Date(exp * 1000).toISOString()
    await expect(tokenOf(jwt({ exp }))).rejects.toMatchObject({
      code: 30000,
      message: expect.stringContaining(`expired at ${at}: cloudcore renews it`) as string,
      data: { reason: 'joinTokenExpired', params: { at } },
    })
  })

  it.each([
    ['good for another minute', jwt({ exp: seconds(60) })],
    ['good without an end', jwt({})],
    ['of an odd end', jwt({ exp: 'soon' })],
    ['of another form', 'a.b.c.d'],
  ])('is read where it is %s', async (_, token) => expect(await tokenOf(token)).toBe(token))

  it.each([
    ['an empty secret', 200, {}, 30000, 'holds no tokendata'],
    ['an empty token', 200, { data: { tokendata: base64(' ') } }, 30000, 'holds no tokendata'],
    ['no secret', 404, { reason: 'NotFound', message: 'x' }, 30000, 'is KubeEdge installed?'],
    ['a secret that the console may not read', 403, { reason: 'Forbidden', message: 'x' }, 30000, 'may not read'],
    ['a cluster that is not well', 503, {}, 40000, 'could not be reached'],
  ])('is refused with %s', async (_, status, body, code, message) => {
    await expect(read(status, body)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    })
  })

  it('cannot be read from a cluster that is away', async () => {
    const client = new KubeClient(kubeConfigFor('http://127.0.0.1:9'))
    end = () => Promise.resolve(client.close())
    await expect(readJoinToken(client)).rejects.toMatchObject({ code: 40000 })
  })
})
