import { readFileSync } from 'node:fs'
import path from 'node:path'
import { loadAllYaml } from '@kubernetes/client-node'
import type { KubeObject } from '../kinds'
import type { Right } from '../rights'

const FILE = path.join(import.meta.dirname, '../../../deploy/kubernetes/base/rbac.yaml')
/** As the manifests name it. */
export const MANIFEST_NAMESPACE = 'apulisedge-workloads'
/** Whom the manifests give the rights. */
export const ACCOUNT = { name: 'apulisedge-console', namespace: 'apulisedge' }

interface Rule {
  apiGroups: string[]
  resources: string[]
  resourceNames?: string[]
  verbs: string[]
}
export interface RbacObject extends KubeObject {
  rules?: Rule[]
  roleRef?: { kind: string; name: string }
  subjects?: { kind: string; name: string; namespace: string }[]
}

export function readRbac(): RbacObject[] {
  return loadAllYaml(readFileSync(FILE, 'utf8')) as RbacObject[]
}

/** One line for each verb on each thing, to compare what is granted with what is asked. */
export function grantsOf(roles: RbacObject[]): string[] {
  return roles.flatMap(({ kind, metadata: { namespace }, rules = [] }) =>
    rules.flatMap(({ apiGroups, resources, resourceNames = [''], verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          resourceNames.flatMap((name) =>
            verbs.map((verb) => line(kind === 'Role' ? namespace : undefined, group, resource, name, verb)),
          ),
        ),
      ),
    ),
  )
}

export function asked(rights: readonly Right[]): string[] {
  return rights.flatMap(({ verbs, group, resource, subresource, namespace, name = '' }) => {
    const what = subresource === undefined ? resource : `${resource}/${subresource}`
    return verbs.map((verb) => line(namespace, group, what, name, verb))
  })
}

const line = (namespace: string | undefined, group: string, resource: string, name: string, verb: string) =>
  [namespace ?? '*', group, resource, name, verb].join(' ')
