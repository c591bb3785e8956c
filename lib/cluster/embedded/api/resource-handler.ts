import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { KubeObject, StatusObject } from '@/lib/cluster/kinds'
import { jsonOf, itemJsonOf } from '../store/serialize'
import { ApiError, badRequest, fieldNotSupported, GoText, invalid, methodNotAllowed } from './api-error'
import { decodeObject, parseBody } from './decode'
import type { DeleteOptions } from './deletion'
import { contentType, readBody, sendJson } from './http-io'
import { boolParameter, intParameter, listObjects } from './list'
import type { ObjectApi, Subresource, WriteOptions } from './object-api'
import { applyPatch } from './patch'
import { refuseExec } from './pod-exec'
import { containerOf, PodLogStream } from './pod-log'
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

/** The kubelets of the virtual nodes. */
export interface Kubelets {
  /** Whether there is a virtual node of this name that is switched on. */
  isOn(nodeName: string): boolean
}

/** Where KubeEdge's edgecore answers for the kubelet. */
const KUBELET_PORT = 10350

/** As the API server answers where it does not reach the node: without a reason. */
const noKubelet = (message: string) => new ApiError(500, '', message)

/** Answers what is asked of a resource: the verbs of the API server, by method and path. */
export class ResourceHandler {
  /** What lasts until it is ended: watches, and logs that are followed. */
  private readonly streams = new Set<{ stop(): void }>()

  constructor(
    private readonly api: ObjectApi,
    private readonly kubelets: Kubelets,
  ) {}

  async handle(exchange: Exchange): Promise<void> {
    const { info, request } = exchange
    if (info.name === undefined) return this.handleCollection(exchange)
    if (info.subresource === 'binding' && info.definition.resource === 'pods') return this.handleBinding(exchange)
    if (info.subresource === 'log' && info.definition.resource === 'pods') return this.log(exchange)
    if (info.subresource === 'exec' && info.definition.resource === 'pods') throw badRequest('Upgrade request required')
    if (info.subresource === 'scale' && info.definition.hasScale)
      return this.answer(exchange, 200, await handleScale(this.api, request, info))
    if (info.subresource === undefined || (info.subresource === 'status' && info.definition.hasStatus))
      return this.handleObject(exchange)
    throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})
  }

  /** A request to speak another protocol, of which there is one: the stream of `pods/exec`. @throws ApiError */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams, info: RequestInfo): void {
    const { definition, namespace, name = '', subresource } = info
    if (definition.resource !== 'pods' || subresource !== 'exec') throw badRequest('nothing to upgrade to')
    const pod = this.api.get('pods', namespace, name)
    containerOf(pod, query.get('container'))
    const { nodeName = '' } = pod.spec
    if (nodeName === '') throw badRequest(`pod ${name} does not have a host assigned`)
    if (!this.kubelets.isOn(nodeName)) throw noKubelet(`error dialing backend: ${this.dialFailure(nodeName)}`)
    refuseExec(request, socket, head, nodeName)
  }

  endStreams(): void {
    for (const stream of [...this.streams]) stream.stop()
  }

  private log({ request, response, query, info }: Exchange): void {
    if (request.method !== 'GET') throw methodNotAllowed()
    const pod = this.api.get('pods', info.namespace, info.name ?? '')
    const container = containerOf(pod, query.get('container'))
    const { nodeName } = pod.spec
    if (nodeName !== undefined && !this.kubelets.isOn(nodeName)) {
      const path = `/containerLogs/${info.namespace}/${info.name}/${container}`
      throw noKubelet(`Get "https://${this.kubeletAddress(nodeName)}${path}": ${this.dialFailure(nodeName)}`)
    }
    const ended = (stream: PodLogStream) => this.streams.delete(stream)
    const stream = new PodLogStream(this.api.store, pod, query, response, ended)
    this.streams.add(stream)
    stream.start()
  }

  private dialFailure(nodeName: string): string {
    return `dial tcp ${this.kubeletAddress(nodeName)}: connect: no route to host`
  }

  private kubeletAddress(nodeName: string): string {
    const addresses = this.api.store.get('nodes', nodeName)?.status?.addresses ?? []
    return `${addresses.find(({ type }) => type === 'InternalIP')?.address ?? nodeName}:${KUBELET_PORT}`
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
      this.streams.delete(ended),
    )
    this.streams.add(stream)
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
