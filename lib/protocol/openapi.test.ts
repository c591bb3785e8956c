import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from './openapi'
import { operation, uploadOperation } from './operation'
import { embeddedOperations, operations } from './table'

interface Schema {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  const?: unknown
  minimum?: number
  format?: string
}
interface Document {
  openapi: string
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, { post: Described }>
  components: { schemas: Record<string, Schema> }
}
interface Described {
  operationId: string
  'x-role': string
  parameters?: unknown[]
  requestBody: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content: Record<string, { schema: Schema }> }>
}
const describeAll = (table: Parameters<typeof openApiDocument>[0]) =>
  JSON.parse(JSON.stringify(openApiDocument(table, 'http://console'))) as Document

const small = describeAll([
  operation({
    path: 'node/createNode',
    summary: 'Register a node',
    kind: 'change',
    role: 'operator',
    input: z.object({ name: z.string(), pageNum: z.int().min(1), note: z.string().default('') }),
    output: z.object({ note: z.string().default('') }),
    handle: () => Promise.resolve({}),
  }),
  uploadOperation({
    path: 'image/uploadImage',
    summary: 'Upload',
    kind: 'upload',
    role: 'operator',
    fields: { orgName: 'text', note: 'optional text', file: 'file' },
    query: ['note'],
    output: z.string(),
    handle: () => Promise.resolve('x'),
  }),
])

describe('the OpenAPI document', () => {
  it('describes the envelope around the input, where a default makes a field optional', () => {
    const post = small.paths['/apulisEdge/api/node/createNode']?.post
    const schema = post?.requestBody.content['application/json']?.schema
    expect(schema?.required).toEqual(['header', 'route', 'content'])
    expect(schema?.properties?.content?.required).toEqual(['name', 'pageNum'])
    expect(schema?.properties?.content?.properties?.pageNum).toMatchObject({ type: 'integer', minimum: 1 })
    expect(post).toMatchObject({ operationId: 'node_createNode', 'x-role': 'operator' })
  })

  it('describes the envelope around the output', () => {
    const answer =
      small.paths['/apulisEdge/api/node/createNode']?.post.responses['200']?.content['application/json']?.schema
    expect(answer?.properties?.content?.properties).toMatchObject({
      code: { const: 0 },
      data: { required: ['note'] },
    })
  })

  it('describes a form', () => {
    const body = small.paths['/apulisEdge/api/image/uploadImage']?.post.requestBody.content
    expect(body).toEqual({
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['orgName', 'file'],
          properties: {
            orgName: { type: 'string' },
            note: { type: 'string' },
            file: { type: 'string', format: 'binary' },
          },
        },
      },
    })
    expect(small.paths['/apulisEdge/api/image/uploadImage']?.post.parameters).toEqual([
      { name: 'note', in: 'query', required: false, schema: { type: 'string' } },
    ])
  })

  it('names the modules once, and where it is served', () => {
    expect(small.tags).toEqual([{ name: 'node' }, { name: 'image' }])
    expect([small.openapi, small.servers]).toEqual(['3.1.0', [{ url: 'http://console' }]])
  })

  it('refers to nothing that is not in it, whatever operations there are', () => {
    const document = describeAll([...operations, ...embeddedOperations])
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '')
    expect(references.length).toBeGreaterThan(0)
    for (const name of new Set(references)) expect(document.components.schemas).toHaveProperty(name)
    expect(text).not.toContain('"$ref":"#/$defs')
    expect(Object.keys(document.paths)).toHaveLength(operations.length + embeddedOperations.length)
  })
})

describe('the table of operations', () => {
  it('has each path once, and nothing that changes may be called by a viewer', () => {
    const all = [...operations, ...embeddedOperations]
    expect(new Set(all.map(({ path }) => path)).size).toBe(all.length)
    expect(all.filter(({ kind, role }) => kind !== 'query' && role === 'viewer')).toEqual([])
  })
})
