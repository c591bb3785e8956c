import { GROUPS, groupVersionOf, RESOURCES, type ResourceDefinition } from './resources'

/**
 * As little of OpenAPI v3 as kubectl needs before it sends an object: that a PATCH of each kind takes `fieldValidation`,
 * which means that validation is the server's business and not that of a schema downloaded first.
 */
export function openApi(segments: string[]): unknown {
  if (segments[0] !== 'openapi' || segments[1] !== 'v3') return undefined
  const paths = [
    'api/v1',
    ...GROUPS.flatMap(({ group, versions }) => versions.map((version) => `apis/${group}/${version}`)),
  ]
  const path = segments.slice(2).join('/')
  if (path === '') {
    return { paths: Object.fromEntries(paths.map((item) => [item, { serverRelativeURL: `/openapi/v3/${item}` }])) }
  }
  if (!paths.includes(path)) return undefined
  const [, group = '', version = ''] = path === 'api/v1' ? ['', '', 'v1'] : path.split('/')
  const resources = RESOURCES.filter((item) => item.group === group && item.version === version)
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.32.10' },
    paths: Object.fromEntries(resources.map((item) => [resourcePath(item), pathItem(item)])),
    components: { schemas: {} },
  }
}

function resourcePath(definition: ResourceDefinition): string {
  const root = definition.group ? `/apis/${groupVersionOf(definition)}` : '/api/v1'
  return `${root}/${definition.namespaced ? 'namespaces/{namespace}/' : ''}${definition.resource}/{name}`
}

function pathItem({ group, version, kind }: ResourceDefinition): unknown {
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }))
  return {
    patch: {
      parameters,
      responses: { '200': { description: 'OK' } },
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group, version, kind },
    },
  }
}
