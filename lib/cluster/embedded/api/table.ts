import type { IncomingMessage } from 'node:http'
import type { KubeObject, ListMeta } from '@/lib/cluster/kinds'
import type { ResourceDefinition } from './resources'
import { columnsOf } from './table-columns'

/** Whether the client (kubectl get) asks for columns instead of objects. */
export function rendersTable(request: IncomingMessage): boolean {
  return /(^|,)\s*application\/json;as=Table;v=v1;g=meta\.k8s\.io/.test(request.headers.accept ?? '')
}

/** Objects as a meta.k8s.io/v1 Table with the columns that kubectl shows for the kind. */
export function tableOf(definition: ResourceDefinition, objects: KubeObject[], metadata: ListMeta): KubeObject {
  const columns = columnsOf(definition.resource)
  const now = Date.now()
  const table = {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(({ name, wide }) => ({
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: wide ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
    })),
  }
  return table
}
