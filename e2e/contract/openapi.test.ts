import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { suiteConsole } from '../harness/console'
import { imageArchive } from '../harness/archive'
import { API, message } from '../harness/portal'
import { sendUpload } from '../harness/upload'
import { variant } from '../harness/variant'
import { DEMO_OPERATIONS, goodContent, OPERATIONS, UPLOAD_OPERATIONS } from './operation-fields'

const theConsole = suiteConsole()
const portal = () => theConsole().portal({ uid: 1 })

const schema = z.record(z.string(), z.unknown())
const media = z.object({ schema })
const operation = z.object({
  operationId: z.string().min(1),
  tags: z.array(z.string()).min(1),
  summary: z.string().min(10),
  requestBody: z.object({ required: z.literal(true), content: z.record(z.string(), media) }),
  responses: z.record(
    z.string().regex(/^([1-5]\d\d|default)$/),
    z.object({ description: z.string(), content: z.record(z.string(), media) }),
  ),
})
/** What OpenAPI 3.1.0 asks of a document, as far as this one uses it. */
const openApi = z.object({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.object({ title: z.string().min(1), version: z.string().min(1) }),
  servers: z.array(z.object({ url: z.url() })).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string().startsWith('/'), z.object({ post: operation })),
  components: z.object({
    securitySchemes: z.record(z.string(), z.object({ type: z.enum(['http', 'apiKey']) }).loose()),
    schemas: z.record(z.string(), schema),
  }),
})

let raw: unknown
let document: z.infer<typeof openApi>
beforeAll(async () => {
  const response = await fetch(`${theConsole().url}/api/openapi.json`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  raw = await response.json()
  document = openApi.parse(raw)
})

const all = [...OPERATIONS, ...(variant.kubeconfig === undefined ? DEMO_OPERATIONS : [])]
const operationOf = (path: string) => {
  const found = document.paths[`${API}${path}`]?.post
  if (!found) throw new Error(`the document has no ${path}`)
  return found
}

test('has every operation and no other', () => {
  const written = [...all.map(({ path }) => path), ...UPLOAD_OPERATIONS].map((path) => `${API}${path}`)
  expect(Object.keys(document.paths).sort()).toEqual(written.sort())
})

test('gives every operation an id of its own and a tag that is listed', () => {
  const operations = Object.values(document.paths).map(({ post }) => post)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  const tags = document.tags.map(({ name }) => name)
  for (const { tags: used } of operations) expect(tags).toEqual(expect.arrayContaining(used))
})

test('refers to nothing that is not there', () => {
  const references = [...JSON.stringify(raw).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '')
  expect(references.length).toBeGreaterThan(0)
  for (const reference of references) {
    expect(reference).toMatch(/^#\//)
    const target = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], raw)
    expect(target, reference).toBeDefined()
  }
  const schemes = Object.keys(document.components.securitySchemes)
  for (const scheme of document.security.flatMap((one) => Object.keys(one))) expect(schemes).toContain(scheme)
})

test('is served at the address that it names', async () => {
  const [server] = document.servers
  expect((await fetch(`${server?.url}/health`)).status).toBe(200)
})

function schemaAt(content: Record<string, { schema: Record<string, unknown> }>, type = 'application/json') {
  const found = content[type]?.schema
  if (!found) throw new Error(`no schema for ${type}`)
  const resolved = found.$ref === '#/components/schemas/Error' ? document.components.schemas.Error : found
  return z.fromJSONSchema(resolved as Parameters<typeof z.fromJSONSchema>[0])
}

describe.each(all)('$path', (fields) => {
  test('describes requests that are taken, and none without a field that is required', () => {
    const described = schemaAt(operationOf(fields.path).requestBody.content)
    const good = message(goodContent(fields))
    expect(described.safeParse(good).error?.issues).toBeUndefined()
    expect(described.safeParse({ ...good, header: { ...good.header, msg_id: 'x' } }).success).toBe(false)
    expect(described.safeParse({ ...good, content: undefined }).success).toBe(false)
    for (const field of Object.keys(fields.required)) {
      const { [field]: _, ...rest } = good.content as Record<string, unknown>
      expect(described.safeParse({ ...good, content: rest }).success, `without ${field}`).toBe(false)
    }
  })

  test('answers as it describes', async () => {
    const { status, body, text } = await portal().call(fields.path, goodContent(fields))
    const { responses } = operationOf(fields.path)
    const described = schemaAt((responses[String(status)] ?? responses.default)?.content ?? {})
    expect([200, 400], text).toContain(status)
    expect(described.safeParse(body).error?.issues, text).toBeUndefined()
  })

  test('describes answers that carry a group and a resource', async () => {
    const sent = message(goodContent(fields))
    const body = JSON.stringify({ ...sent, route: { ...sent.route, group: 'g', resource: 'r' } })
    const answer = await portal().send(fields.path, body)
    const { responses } = operationOf(fields.path)
    const described = schemaAt((responses[String(answer.status)] ?? responses.default)?.content ?? {})
    expect(described.safeParse(answer.body).error?.issues, answer.text).toBeUndefined()
  })

  test('describes the refusal of who is not signed in', async () => {
    const response = await fetch(`${theConsole().url}${API}${fields.path}`, {
      method: 'POST',
      body: JSON.stringify(message({})),
    })
    expect(response.status).toBe(401)
    const described = schemaAt(operationOf(fields.path).responses.default?.content ?? {})
    expect(described.safeParse(await response.json()).error?.issues).toBeUndefined()
  })
})

test('image/uploadImage is a form, and answers as it describes', async () => {
  const { requestBody, responses } = operationOf('image/uploadImage')
  expect(requestBody.content['multipart/form-data']?.schema).toMatchObject({
    type: 'object',
    required: ['orgName', 'file'],
  })
  await portal().ok('image/createOrg', { orgName: 'described' })
  const archive = await imageArchive({ tags: ['described:1'] })
  const good = await sendUpload(portal(), { orgName: 'described', archive })
  expect(schemaAt(responses['200']?.content ?? {}).safeParse(good.body).error?.issues, good.text).toBeUndefined()
  const bad = await sendUpload(portal(), { orgName: 'none', archive })
  expect(schemaAt(responses.default?.content ?? {}).safeParse(bad.body).error?.issues, bad.text).toBeUndefined()
})
