import { z } from 'zod'
import { API_PREFIX } from './dispatch'
import { CODE } from './errors'
import { requestEnvelope } from './envelope'
import type { JsonOperation, Operation, UploadOperation } from './operation'

const JSON_TYPE = 'application/json'

/** The OpenAPI 3.1 description of the operations. */
export function openApiDocument(operations: readonly Operation[], serverUrl: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'ApulisEdge Console',
      version: '1.0.0',
      description: 'The portal protocol. Every answer is an envelope; `content.code` 0 means that it went well.',
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }, { session: [] }],
    tags: [...new Set(operations.map(moduleOf))].map((name) => ({ name })),
    paths: Object.fromEntries(
      operations.map((operation) => [`${API_PREFIX}${operation.path}`, { post: describe(operation) }]),
    ),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: 'apulisedge_session' },
      },
      schemas: { Error: errorSchema() },
    },
  }
}

const moduleOf = (operation: Operation) => operation.path.split('/')[0] ?? ''

function describe(operation: Operation) {
  return {
    operationId: operation.path.replace('/', '_'),
    tags: [moduleOf(operation)],
    summary: operation.summary,
    'x-kind': operation.kind,
    'x-role': operation.role,
    ...(operation.kind === 'upload' ? queryParameters(operation) : {}),
    requestBody: {
      required: true,
      content: operation.kind === 'upload' ? formBody(operation.fields) : jsonBody(operation),
    },
    responses: {
      200: { description: 'OK', content: { [JSON_TYPE]: { schema: answerSchema(operation.output) } } },
      default: {
        description: 'Refused or failed; `content.code` says why',
        content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function jsonBody(operation: JsonOperation) {
  const envelope = requestEnvelope.extend({ content: operation.input })
  return { [JSON_TYPE]: { schema: jsonSchema(envelope, 'input') } }
}

function formBody(fields: UploadOperation['fields']) {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, kind]) => [
      name,
      kind === 'file' ? { type: 'string', format: 'binary' } : { type: 'string' },
    ]),
  )
  const required = Object.keys(fields).filter((name) => fields[name] !== 'optional text')
  return { 'multipart/form-data': { schema: { type: 'object', required, properties } } }
}

function queryParameters({ query = [] }: UploadOperation) {
  if (query.length === 0) return {}
  return { parameters: query.map((name) => ({ name, in: 'query', required: false, schema: { type: 'string' } })) }
}

/** What every answer has around its content; `group` and `resource` where the request gave them. */
const answerEnvelope = z.object({
  header: z.object({ msg_id: z.guid(), parent_msg_id: z.string(), timestamp: z.int() }),
  route: z.object({
    source: z.literal('cloud'),
    operation: z.literal('response'),
    group: z.string().optional(),
    resource: z.string().optional(),
  }),
})

function answerSchema(data: z.ZodType) {
  const content = z.object({ code: z.literal(CODE.ok), msg: z.literal('OK'), data })
  return jsonSchema(answerEnvelope.extend({ content }), 'output')
}

function errorSchema() {
  const code = z.literal(Object.values(CODE).filter((one) => one !== CODE.ok))
  const repeated = 'repeats that of `content`, where one is not signed in and for uploads'
  const error = answerEnvelope.extend({
    content: z.object({ code, msg: z.string(), data: z.unknown().optional() }),
    code: code.optional().describe(repeated),
    msg: z.string().optional().describe(repeated),
  })
  return jsonSchema(error, 'output')
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}
