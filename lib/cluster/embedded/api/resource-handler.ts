import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KubeObject, StatusObject } from '@/lib/cluster/kinds'
import { jsonOf, itemJsonOf } from '../store/serialize'
import { ApiError, badRequest, fieldNotSupported, GoText, invalid, methodNotAllowed } from './api-error'
import { decodeObject, parseBody } from './decode'
import type { DeleteOptions } from './deletion'
import { contentType, readBody, sendJson } from './http-io'
import { boolParameter, intParameter, listObjects } from './list'
import type { ObjectApi, Subresource, WriteOptions } from './object-api'
import { applyPatch } from './patch'
import type { RequestInfo } from './request-info'
import { groupVersionOf, type ResourceDefinition } from './resources'
import { bindPod, handleScale } from './subresources'
import { rendersTable, tableOf } from './table'
import { WatchStream } from './watch'

export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  query: URLSearchParams
  info: RequestInfo
}

/** Answers what is asked of a resource: the verbs of the API server, by method and path. */
export class ResourceHandler {
  private readonly watches = new Set<WatchStream>()

  constructor(private readonly api: ObjectApi) {}

  async handle(exchange: Exchange): Promise<void> {
    const { info, request } = exchange
    if (info.name === undefined) return this.handleCollection(exchange)
    if (info.subresource === 'binding' && info.definition.resource === 'pods') return this.handleBinding(exchange)
    if (info.subresource === 'scale' && info.definition.hasScale)
      return this.answer(exchange, 200, await handleScale(this.api, request, info))
    if (info.subresource === undefined || (info.subresource === 'status' && info.definition.hasStatus))
      return this.handleObject(exchange)
    throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})
  }

  endWatches(): void {
    for (const watch of [...this.watches]) watch.stop()
  }

  private handleCollection(exchange: Exchange): Promise<void> | void {
    const { request, query } = exchange
    const { method = '' } = request
    switch (method) {
      case 'GET':
        return boolParameter(query, 'watch') ? this.watch(exchange) : this.list(exchange)
      case 'POST':
        return this.create(exchange)
      case 'DELETE':
        return this.deleteCollection(exchange)
      default:
        throw methodNotAllowed()
    }
  }

  private handleObject(exchange: Exchange): Promise<void> | void {
    const { method = '' } = exchange.request
    switch (method) {
      case 'GET':
        return this.read(exchange)
      case 'PUT':
        return this.replace(exchange)
      case 'PATCH':
        return this.patch(exchange)
      case 'DELETE':
        return this.remove(exchange)
      default:
        throw methodNotAllowed()
    }
  }

  private list({ request, response, query, info }: Exchange): void {
    const { definition, namespace } = info
    const { items, ...meta } = listObjects(this.api.store, definition, namespace, query)
    const { resourceVersion, continue: more, remainingItemCount } = meta
    const metadata = { resourceVersion, continue: more, remainingItemCount }
    if (rendersTable(request)) return sendJson(response, 200, JSON.stringify(tableOf(definition, items, metadata)))
    const head = JSON.stringify({ kind: `${definition.kind}List`, apiVersion: groupVersionOf(definition), metadata })
    sendJson(response, 200, `${head.slice(0, -1)},"items":[${items.map(itemJsonOf).join(',')}]}`)
  }

  private watch({ request, response, query, info }: Exchange): void {
    const { definition, namespace } = info
    const table = rendersTable(request)
    const render = table
      ? (object: KubeObject) =>
          JSON.stringify(tableOf(definition, [object], { resourceVersion: object.metadata.resourceVersion }))
      : undefined
    const stream = new WatchStream(this.api.store, { definition, namespace, query, render }, response, (ended) =>
      this.watches.delete(ended),
    )
    this.watches.add(stream)
    stream.start()
  }

  private read(exchange: Exchange): void {
    const { definition, namespace, name = '' } = exchange.info
    const object = this.api.get(definition.resource, namespace, name)
    if (rendersTable(exchange.request)) {
      const table = tableOf(definition, [object], { resourceVersion: object.metadata.resourceVersion })
      return sendJson(exchange.response, 200, JSON.stringify(table))
    }
    sendJson(exchange.response, 200, jsonOf(object))
  }

  private async create(exchange: Exchange): Promise<void> {
    const { definition, namespace } = exchange.info
    if (definition.namespaced && namespace === undefined) throw methodNotAllowed()
    const object = decodeObject(definition, await this.jsonBody(exchange, definition))
    const created = this.api.create(definition.resource, namespace, object, writeOptions(exchange, 'CreateOptions'))
    return this.answer(exchange, 201, created)
  }

  private async replace(exchange: Exchange): Promise<void> {
    const { definition, namespace, name = '' } = exchange.info
    const object = decodeObject(definition, await this.jsonBody(exchange, definition))
    const { resource } = definition
    const updated = this.api.update(
      resource,
      namespace,
      name,
      object,
      subresourceOf(exchange),
      writeOptions(exchange, 'UpdateOptions'),
    )
    return this.answer(exchange, 200, updated)
  }

  private async patch(exchange: Exchange): Promise<void> {
    const { definition, namespace, name = '' } = exchange.info
    const type = contentType(exchange.request)
    const text = await readBody(exchange.request)
    const current = this.api.get(definition.resource, namespace, name)
    const patched = decodeObject(definition, applyPatch(type, text, current))
    const updated = this.api.update(
      definition.resource,
      namespace,
      name,
      patched,
      subresourceOf(exchange),
      writeOptions(exchange, 'PatchOptions'),
    )
    return this.answer(exchange, 200, updated)
  }

  private async remove(exchange: Exchange): Promise<void> {
    const { definition, namespace, name = '' } = exchange.info
    if (exchange.info.subresource) throw methodNotAllowed()
    const options = await deleteOptions(exchange)
    return this.answer(exchange, 200, this.api.delete(definition.resource, namespace, name, options))
  }

  private async deleteCollection(exchange: Exchange): Promise<void> {
    const { response, query, info } = exchange
    const { definition, namespace } = info
    if (definition.resource === 'namespaces' || (definition.namespaced && namespace === undefined))
      throw methodNotAllowed()
    const options = await deleteOptions(exchange)
    const { items, resourceVersion } = listObjects(this.api.store, definition, namespace, query)
    for (const { metadata } of items)
      this.api.delete(definition.resource, metadata.namespace, metadata.name ?? '', options)
    await this.api.store.durable()
    const head = JSON.stringify({
      kind: `${definition.kind}List`,
      apiVersion: groupVersionOf(definition),
      metadata: { resourceVersion },
    })
    sendJson(response, 200, `${head.slice(0, -1)},"items":[${items.map(itemJsonOf).join(',')}]}`)
  }

  private async handleBinding(exchange: Exchange): Promise<void> {
    if (exchange.request.method !== 'POST') throw methodNotAllowed()
    const body = parseBody(await readBody(exchange.request), 'Binding')
    return this.answer(exchange, 201, bindPod(this.api, exchange.info, body))
  }

  private async jsonBody({ request }: Exchange, { kind }: ResourceDefinition): Promise<Record<string, unknown>> {
    const type = contentType(request)
    if (type !== '' && type !== 'application/json') {
      throw new ApiError(
        415,
        'UnsupportedMediaType',
        'the body of the request was in an unknown format - accepted media types include: application/json',
      )
    }
    return parseBody(await readBody(request), kind)
  }

  /** Answers a change only once it is in the state file: what a client has been told survives a crash. */
  private async answer({ response }: Exchange, code: number, object: KubeObject | StatusObject): Promise<void> {
    await this.api.store.durable()
    sendJson(response, code, object.kind === 'Status' ? JSON.stringify(object) : jsonOf(object))
  }
}

function subresourceOf({ info }: Exchange): Subresource {
  return info.subresource === 'status' ? 'status' : undefined
}

function writeOptions({ query }: Exchange, kind: string): WriteOptions {
  return { dryRun: isDryRun(query.getAll('dryRun'), kind) }
}

function isDryRun(values: string[], kind: string): boolean {
  if (values.length === 0) return false
  if (values.every((value) => value === 'All')) return true
  const shown = new GoText(`[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`)
  throw invalid({ group: 'meta.k8s.io', kind }, '', [fieldNotSupported('dryRun', shown, ['All'])])
}

/** From the body (a DeleteOptions) or, without one, from the query. */
async function deleteOptions({ request, query }: Exchange): Promise<DeleteOptions> {
  const text = await readBody(request)
  const body = text ? parseBody(text, 'DeleteOptions') : {}
  const dryRun = Array.isArray(body.dryRun) ? body.dryRun.map(String) : query.getAll('dryRun')
  const grace =
    body.gracePeriodSeconds ?? (query.has('gracePeriodSeconds') ? intParameter(query, 'gracePeriodSeconds') : undefined)
  if (grace !== undefined && typeof grace !== 'number') throw badRequest('gracePeriodSeconds must be a number')
  const policy = body.propagationPolicy ?? query.get('propagationPolicy') ?? undefined
  const orphan = body.orphanDependents ?? undefined
  return {
    dryRun: isDryRun(dryRun, 'DeleteOptions'),
    gracePeriodSeconds: grace,
    propagationPolicy:
      typeof policy === 'string'
        ? policy
        : typeof orphan === 'boolean'
          ? orphan
            ? 'Orphan'
            : 'Background'
          : undefined,
    preconditions: body.preconditions ?? undefined,
  }
}
