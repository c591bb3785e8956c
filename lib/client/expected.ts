import type { InputOf, OperationPath, OutputOf } from '@/lib/protocol/operation-types'

/** What answers become by a change with this content; the same answer where the change does not concern it. */
type Expectations<C> = { [Q in OperationPath]?: (answer: OutputOf<Q>, change: C) => OutputOf<Q> }

interface VersionName {
  appName: string
  version: string
}

const versionBecomes = (status: 'Published' | 'Offline'): Expectations<VersionName> => ({
  'application/listApplicationVersion': (answer, { appName, version }) => ({
    ...answer,
    appVersions: answer.appVersions.map((row) =>
      row.appName === appName && row.version === version ? { ...row, status } : row,
    ),
  }),
  'application/describeApplicationVersion': (answer, { appName, version }) =>
    answer.appVersion.appName === appName && answer.appVersion.version === version
      ? { appVersion: { ...answer.appVersion, status } }
      : answer,
})

/**
 * What the answers that are shown become by a change, before the server has answered. Only where the outcome follows
 * from what was asked: a refusal is rare, and what is fetched afterwards puts it right.
 */
const EXPECTED: { [P in OperationPath]?: Expectations<InputOf<P>> } = {
  'application/publishApplicationVersion': versionBecomes('Published'),
  'application/offlineApplicationVersion': versionBecomes('Offline'),
  'node/deleteNode': {
    'node/listNode': (answer, { name }) => ({
      ...answer,
      nodes: answer.nodes.map((node) => (node.name === name ? { ...node, status: 'Deleting' } : node)),
    }),
    'node/desNode': (answer, { name }) =>
      answer.node.name === name ? { node: { ...answer.node, status: 'Deleting' } } : answer,
  },
}

interface Expected {
  query: OperationPath
  alter: (answer: unknown) => unknown
}

/** The queries whose answers a change is expected to alter, and how. */
export function expectedOf<P extends OperationPath>(path: P, change: InputOf<P>): readonly Expected[] {
  const expectations: Readonly<Record<string, unknown>> = EXPECTED[path] ?? {}
  return Object.entries(expectations).map(([query, expect]) => ({
    query: query as OperationPath,
    // Under each query's key the cache holds what that query answered: the two types are those of one entry above.
    alter: (answer) => (expect as (answer: unknown, change: InputOf<P>) => unknown)(answer, change),
  }))
}
