import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { KubeClient } from './client'
import { NODES } from './resources'
import { retryOnConflict } from './retry-on-conflict'

let server: TestServer
let client: KubeClient
let answer: (res: ServerResponse) => void
beforeEach(async () => {
  server = await startHttpServer((_, res) => answer(res))
  client = new KubeClient(kubeConfigFor(server.url))
})
afterEach(async () => {
  client.close()
  await server.stop()
})
const change = () => retryOnConflict(() => client.patch(NODES, { name: 'a' }, { metadata: {} }))
const refuse = (res: ServerResponse, status: number, reason: string) =>
  res.writeHead(status).end(JSON.stringify({ reason, message: reason }))

it('tries again while others change the object, and answers what came of it', async () => {
  answer = (res) => {
    if (server.requests.length < 4) refuse(res, 409, 'Conflict')
    else res.end('{"metadata":{"name":"a"}}')
  }
  expect(await change()).toEqual({ metadata: { name: 'a' } })
  expect(server.requests).toHaveLength(4)
})

it('gives up after five times', async () => {
  answer = (res) => refuse(res, 409, 'Conflict')
  await expect(change()).rejects.toMatchObject({ status: 409, reason: 'Conflict' })
  expect(server.requests).toHaveLength(5)
})

it.each([
  [409, 'AlreadyExists'],
  [403, 'Forbidden'],
  [500, 'InternalError'],
])('leaves other refusals to whoever asked: %s %s', async (status, reason) => {
  answer = (res) => refuse(res, status, reason)
  await expect(change()).rejects.toMatchObject({ status, reason })
  expect(server.requests).toHaveLength(1)
})
