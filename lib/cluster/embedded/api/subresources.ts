import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { DeploymentObject, KubeObject, ReplicaSetObject, ScaleObject, StatusObject } from '@/lib/cluster/kinds'
import { objectKey } from '../store/kind-map'
import { badRequest, conflict, fieldInvalid, invalid, methodNotAllowed } from './api-error'
import { parseBody } from './decode'
import { contentType, readBody } from './http-io'
import type { ObjectApi } from './object-api'
import { applyPatch } from './patch'
import type { RequestInfo } from './request-info'
import { selectorText } from './selectors'
import { timestamp } from './time'

const bindingBody = z.object({ target: z.object({ name: z.string().min(1) }) })

/** POST pods/<name>/binding: gives an unassigned pod its node. */
export function bindPod(
  api: ObjectApi,
  { namespace, name = '' }: RequestInfo,
  body: Record<string, unknown>,
): StatusObject {
  const parsed = bindingBody.safeParse(body)
  if (!parsed.success) throw badRequest('Binding: target.name: Required value')
  assignPod(api, namespace ?? '', name, parsed.data.target.name)
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }
}

export function assignPod(api: ObjectApi, namespace: string, name: string, nodeName: string): void {
  const pod = api.get('pods', namespace, name)
  const refuse = (why: string) => conflict({ group: '', resource: 'pods/binding' }, name, why)
  if (pod.metadata.deletionTimestamp) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`)
  if (pod.spec.nodeName) throw refuse(`pod ${name} is already assigned to node "${pod.spec.nodeName}"`)
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled')
  const scheduled = { type: 'PodScheduled', status: 'True' as const, lastTransitionTime: timestamp() }
  // past the rules for updates: only a binding may set the node
  api.store.put('pods', objectKey(namespace, name), {
    ...pod,
    spec: { ...pod.spec, nodeName },
    status: { ...pod.status, conditions: [...others, scheduled] },
  })
}

type Scalable = DeploymentObject | ReplicaSetObject

function scaleOf({ metadata, spec, status }: Scalable): ScaleObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas },
    status: { replicas: status?.replicas ?? 0, selector: selectorText(spec.selector) },
  }
}

/** GET, PUT, PATCH <workload>/scale. */
export async function handleScale(api: ObjectApi, request: IncomingMessage, info: RequestInfo): Promise<KubeObject> {
  const { definition, namespace, name = '' } = info
  const resource = definition.resource === 'deployments' ? 'deployments' : 'replicasets'
  const text = request.method === 'GET' ? '' : await readBody(request)
  const current = api.get(resource, namespace, name)
  if (request.method === 'GET') return scaleOf(current)
  if (request.method !== 'PUT' && request.method !== 'PATCH') throw methodNotAllowed()
  const body =
    request.method === 'PUT' ? parseBody(text, 'Scale') : applyPatch(contentType(request), text, scaleOf(current))
  const scale = z
    .object({
      metadata: z.object({ resourceVersion: z.string().optional() }).default({}),
      spec: z.object({ replicas: z.number().int().default(0) }).default({ replicas: 0 }),
    })
    .safeParse(body)
  if (!scale.success)
    throw badRequest(
      'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal into Go struct field ScaleSpec.spec.replicas of type int32',
    )
  const { replicas } = scale.data.spec
  if (replicas < 0) {
    throw invalid({ group: 'autoscaling', kind: 'Scale' }, name, [
      fieldInvalid('spec.replicas', replicas, 'must be greater than or equal to 0'),
    ])
  }
  const metadata = { ...current.metadata, resourceVersion: scale.data.metadata.resourceVersion }
  return resource === 'deployments'
    ? scaleOf(
        api.update('deployments', namespace, name, {
          ...current,
          metadata,
          spec: { ...current.spec, replicas },
        }),
      )
    : scaleOf(
        api.update('replicasets', namespace, name, {
          ...(current as ReplicaSetObject),
          metadata,
          spec: { ...(current as ReplicaSetObject).spec, replicas },
        }),
      )
}
