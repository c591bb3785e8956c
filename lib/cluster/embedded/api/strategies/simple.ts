import type {
  ConfigMapObject,
  EventObject,
  KubeObject,
  LeaseObject,
  NamespaceObject,
  SecretObject,
  ServiceObject,
} from '@/lib/cluster/kinds'
import { fieldInvalid, fieldForbidden, type FieldError } from '../api-error'
import type { Strategy } from '../resources'
import { deepEqual } from '../../store/serialize'

export const namespaceStrategy: Strategy<NamespaceObject> = {
  nameRule: 'label',
  prepareCreate(namespace) {
    namespace.spec = { finalizers: ['kubernetes'] }
    namespace.status = { phase: 'Active' }
  },
  prepareUpdate(namespace, old) {
    namespace.spec = old.spec
    namespace.status = old.status
  },
  prepareStatusUpdate(namespace, old) {
    namespace.spec = old.spec
  },
  fields: (namespace) => ({ 'status.phase': namespace.status?.phase ?? '' }),
}

const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/
const CONFIG_KEY_TEXT =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"

function validateKeys(data: Record<string, string> | undefined): FieldError[] {
  return Object.keys(data ?? {}).flatMap((key) =>
    CONFIG_KEY.test(key) ? [] : [fieldInvalid(`data[${key}]`, key, CONFIG_KEY_TEXT)],
  )
}

function validateImmutable(object: SecretObject | ConfigMapObject, old: SecretObject | ConfigMapObject): FieldError[] {
  if (!old.immutable) return []
  const errors: FieldError[] = []
  if (!object.immutable) errors.push(fieldForbidden('immutable', 'field is immutable when `immutable` is set'))
  if (!deepEqual(object.data, old.data))
    errors.push(fieldForbidden('data', 'field is immutable when `immutable` is set'))
  return errors
}

export const secretStrategy: Strategy<SecretObject> = {
  defaults(secret) {
    secret.type ??= 'Opaque'
    if (!secret.stringData) return
    const encoded = Object.entries(secret.stringData).map(([key, text]) => [key, Buffer.from(text).toString('base64')])
    secret.data = { ...secret.data, ...(Object.fromEntries(encoded) as Record<string, string>) }
    delete secret.stringData
  },
  validate: ({ data }) => validateKeys(data),
  validateUpdate: (secret, old) => [
    ...(secret.type === old.type ? [] : [fieldInvalid('type', secret.type, 'field is immutable')]),
    ...validateImmutable(secret, old),
  ],
  fields: (secret) => ({ type: secret.type ?? '' }),
}

export const configMapStrategy: Strategy<ConfigMapObject> = {
  validate: ({ data }) => validateKeys(data),
  validateUpdate: validateImmutable,
}

export const serviceAccountStrategy: Strategy<KubeObject> = {}

export const serviceStrategy: Strategy<ServiceObject> = {
  nameRule: 'label',
  defaults(service) {
    service.spec = { type: 'ClusterIP', ...service.spec }
    for (const port of service.spec.ports ?? []) {
      port.protocol ??= 'TCP'
      port.targetPort ??= port.port
    }
  },
}

export const eventStrategy: Strategy<EventObject> = {
  nameRule: 'any',
  defaults(event) {
    event.source ??= {}
    event.firstTimestamp ??= null
    event.lastTimestamp ??= null
    event.eventTime ??= null
    event.reportingComponent ??= ''
    event.reportingInstance ??= ''
  },
  validate({ involvedObject, metadata }) {
    const namespace = involvedObject?.namespace ?? ''
    // events about what has no namespace live in `default`
    if (namespace === metadata.namespace || (namespace === '' && metadata.namespace === 'default')) return []
    return [fieldInvalid('involvedObject.namespace', namespace, 'does not match event.namespace')]
  },
  fields: ({ involvedObject, reason, type, source }) => ({
    'involvedObject.kind': involvedObject?.kind ?? '',
    'involvedObject.namespace': involvedObject?.namespace ?? '',
    'involvedObject.name': involvedObject?.name ?? '',
    'involvedObject.uid': involvedObject?.uid ?? '',
    'involvedObject.apiVersion': involvedObject?.apiVersion ?? '',
    'involvedObject.resourceVersion': involvedObject?.resourceVersion ?? '',
    'involvedObject.fieldPath': involvedObject?.fieldPath ?? '',
    reason: reason ?? '',
    type: type ?? '',
    source: source?.component ?? '',
  }),
}

export const leaseStrategy: Strategy<LeaseObject> = {
  validate({ spec }) {
    const errors: FieldError[] = []
    if (spec?.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0) {
      errors.push(fieldInvalid('spec.leaseDurationSeconds', spec.leaseDurationSeconds, 'must be greater than 0'))
    }
    if (spec?.leaseTransitions !== undefined && spec.leaseTransitions < 0) {
      errors.push(fieldInvalid('spec.leaseTransitions', spec.leaseTransitions, 'must be greater than or equal to 0'))
    }
    return errors
  },
}
