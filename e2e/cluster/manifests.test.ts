import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadAllYaml } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KubeObject } from '@/lib/cluster/kinds'
import { root } from '../harness/program'

/** The first kubectl whose kustomize takes a folder as a resource, and patches in line. */
const LEAST_KUBECTL = 21
const NAMESPACES = ['apulisedge', 'apulisedge-workloads', 'kubeedge']
const LAYERS = ['base', 'overlays/sqlite', 'overlays/postgres']

/** kubectl keeps what it learnt of a server in its home. */
const home = mkdtempSync(path.join(tmpdir(), 'kubectl-home-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const version = /"minor": "(\d+)/.exec(kubectl(['version', '--client', '-o', 'json']).stdout)?.[1]
const isAble = Number(version ?? 0) >= LEAST_KUBECTL
if (!isAble) process.stdout.write(`skipped: the manifests, as they need kubectl 1.${LEAST_KUBECTL} or newer\n`)

function kubectl(args: string[], input?: string) {
  const env = {
    NODE_ENV: 'test' as const,
    PATH: process.env.PATH,
    HOME: home,
    KUBECONFIG: process.env.KUBECONFIG_UNDER_TEST,
  }
  const { stdout = '', stderr = '', status } = spawnSync('kubectl', args, { encoding: 'utf8', env, input })
  return { stdout, stderr, status }
}

function built(layer: string): KubeObject[] {
  const { stdout, stderr } = kubectl(['kustomize', path.join(root, 'deploy/kubernetes', layer)])
  expect(stderr).toBe('')
  return loadAllYaml(stdout) as KubeObject[]
}

/** As this server knows it: of one before 1.21 policy/v1beta1, whose PodDisruptionBudget has the same fields. */
function asKnown(object: KubeObject, apiVersions: string[]): KubeObject {
  if (object.apiVersion !== 'policy/v1' || apiVersions.includes('policy/v1')) return object
  process.stdout.write(
    'manifests: this server has no policy/v1, so the PodDisruptionBudget was tried as policy/v1beta1\n',
  )
  return { ...object, apiVersion: 'policy/v1beta1' }
}

describe.skipIf(!isAble)('the manifests', () => {
  let made: string[] = []
  let apiVersions: string[] = []

  beforeAll(() => {
    apiVersions = kubectl(['api-versions']).stdout.split('\n')
    // What is in a namespace is only looked at where that is there.
    made = NAMESPACES.filter((name) => kubectl(['create', 'namespace', name]).status === 0)
  })
  afterAll(() => {
    if (made.length > 0) kubectl(['delete', 'namespace', '--timeout=120s', ...made])
  })

  test.each(LAYERS)('%s is taken by the API server, field by field', (layer) => {
    const items = built(layer).map((one) => asKnown(one, apiVersions))
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
    const { status, stdout, stderr } = kubectl(['apply', '--dry-run=server', '--validate=true', '-f', '-'], list)
    expect([status, status === 0 ? '' : stderr]).toEqual([0, ''])
    expect(stdout.match(/\(server dry run\)$/gm)).toHaveLength(items.length)
  })

  test('a field that is misspelt would be found', () => {
    const service = built('base').find(({ kind }) => kind === 'Service')
    const wrong = JSON.stringify({ ...service, spec: { portz: [] } })
    const { status, stderr } = kubectl(['apply', '--dry-run=server', '--validate=true', '-f', '-'], wrong)
    expect([status, stderr]).toEqual([1, expect.stringContaining('portz')])
  })

  test('one process with its database in a volume has no second beside it, not even for a moment', () => {
    const objects = built('overlays/sqlite')
    expect(objects.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget')
    expect(objects.find(({ kind }) => kind === 'Deployment')).toMatchObject({
      spec: { replicas: 1, strategy: { type: 'Recreate' } },
    })
  })

  test('pods are what a namespace with restricted pods lets in, and last longer than a drain', () => {
    for (const layer of LAYERS) {
      const deployment = built(layer).find(({ kind }) => kind === 'Deployment')
      expect(deployment).toMatchObject({
        spec: {
          template: {
            spec: {
              terminationGracePeriodSeconds: 330,
              securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
              containers: [
                {
                  env: expect.arrayContaining([{ name: 'DRAIN_SECONDS', value: '300' }]) as unknown,
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    readOnlyRootFilesystem: true,
                    capabilities: { drop: ['ALL'] },
                  },
                },
              ],
            },
          },
        },
      })
    }
  })
})
