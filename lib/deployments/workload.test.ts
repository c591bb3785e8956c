import { describe, expect, it } from 'vitest'
import type { Network } from '@/lib/applications/schema'
import type { VersionRow } from '@/lib/applications/store'
import type { DeploymentRow } from './store'
import { buildWorkload, SPEC_HASH } from './workload'

const row: DeploymentRow = {
  id: 1,
  clusterId: 0,
  groupId: 0,
  userId: 1,
  nodeId: 2,
  nodeName: '边缘 一',
  uniqueName: 'node-1',
  applicationId: 3,
  applicationVersionId: 4,
  appName: '应用 "x"',
  version: 'v1 正式',
  containerImagePath: 'registry:5000/apulisedge/org/image:1',
  status: 'Init',
  reason: '',
  statusAt: null,
  previousVersion: '',
  restartedAt: null,
  deployUUID: 'deploy-1',
  containerUUID: 'container-1',
  createAt: new Date(0),
  updateAt: new Date(0),
}
const host: Network = { type: 'Host', portMappings: [] }

function version(fields: Partial<VersionRow> = {}, network: Network = host): VersionRow {
  return {
    id: 4,
    clusterId: 0,
    groupId: 0,
    userId: 1,
    applicationId: 3,
    appName: row.appName,
    version: row.version,
    status: 'Published',
    archType: 'amd64',
    orgName: 'org',
    containerImage: 'image',
    containerImageVersion: '1',
    containerImagePath: row.containerImagePath,
    cpuQuota: 0,
    maxCpuQuota: 0,
    memoryQuota: 0,
    maxMemoryQuota: 0,
    restartPolicy: 'Always',
    network: JSON.stringify(network),
    createAt: new Date(0),
    updateAt: new Date(0),
    publishAt: null,
    offlineAt: null,
    ...fields,
  }
}
const build = (...of: Parameters<typeof version>) => buildWorkload(row, version(...of), { namespace: 'edge' })
const podSpec = (...of: Parameters<typeof version>) => build(...of).object.spec.template.spec
const hash = (of: ReturnType<typeof buildWorkload>) => of.object.metadata.annotations?.[SPEC_HASH]

describe('buildWorkload', () => {
  it('makes a Deployment of one pod, pinned to the node, selected by the deployUUID alone', () => {
    const { kind, object } = build()
    expect(kind).toBe('Deployment')
    expect(object.metadata).toMatchObject({
      name: 'deploy-1',
      namespace: 'edge',
      labels: { 'apulisedge/deploy': 'deploy-1' },
    })
    expect(object.spec).toMatchObject({
      replicas: 1,
      selector: { matchLabels: { 'apulisedge/deploy': 'deploy-1' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      minReadySeconds: 5,
      template: {
        metadata: { labels: { 'apulisedge/deploy': 'deploy-1' } },
        spec: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' }, restartPolicy: 'Always', hostNetwork: true },
      },
    })
    expect(podSpec().containers).toEqual([{ name: 'container-1', image: 'registry:5000/apulisedge/org/image:1' }])
  })

  /** Another hash is another workload: whoever changes this one restarts everything that runs, at the next release. */
  it('has the same hash in every release', () => {
    const hashes = [build(), build({ restartPolicy: 'Never' })].map(hash)
    expect(hashes).toEqual(['32c3738b4314e008b5c134a10f31ee19', '5b5dbe9e6b0f91f5d1814cd1a0210458'])
  })

  it('keeps names of ours, which may be Chinese, out of labels', () => {
    const { metadata } = build().object
    expect(metadata.annotations).toMatchObject({
      'apulisedge/app-name': '应用 "x"',
      'apulisedge/version': 'v1 正式',
      'apulisedge/node-name': '边缘 一',
    })
    for (const value of Object.values(metadata.labels ?? {})) expect(value).toMatch(/^[A-Za-z0-9._-]{1,63}$/)
  })

  it.each(['Never', 'OnFailure'] as const)(
    'makes a Job that restarts %s, whose selector is the cluster’s own',
    (restartPolicy) => {
      const { kind, object } = build({ restartPolicy })
      expect([kind, object.apiVersion, object.spec.template.spec.restartPolicy]).toEqual([
        'Job',
        'batch/v1',
        restartPolicy,
      ])
      expect(object.spec).not.toHaveProperty('selector')
      expect(object.spec.template.metadata?.labels).toMatchObject({ 'apulisedge/deploy': 'deploy-1' })
    },
  )

  it('is not evicted from an edge node that is cut off, nor kept off one that is for the edge', () => {
    const tolerated = podSpec().tolerations?.map(({ key, effect }) => [key, effect])
    expect(tolerated).toEqual([
      ['node-role.kubernetes.io/edge', undefined],
      ['node.kubernetes.io/unreachable', 'NoExecute'],
      ['node.kubernetes.io/not-ready', 'NoExecute'],
    ])
    expect(podSpec().tolerations?.some((toleration) => toleration.tolerationSeconds !== undefined)).toBe(false)
  })

  it('maps ports, and is not on the host’s network then', () => {
    const ports = [
      { containerPort: 80, hostPort: 8080 },
      { containerPort: 80, hostPort: 8081 },
    ]
    const spec = podSpec({}, { type: 'PortMapping', portMappings: ports })
    expect(spec.containers[0]?.ports).toEqual(ports.map((port) => ({ ...port, protocol: 'TCP' })))
    expect(spec).not.toHaveProperty('hostNetwork')
  })

  it.each([
    [{}, undefined],
    [{ cpuQuota: 0.1 }, { requests: { cpu: '100m' } }],
    [{ maxMemoryQuota: 512 }, { limits: { memory: '512Mi' } }],
    [
      { cpuQuota: 0.0005, maxCpuQuota: 2, memoryQuota: 0.5, maxMemoryQuota: 1 },
      { requests: { cpu: '1m', memory: '512Ki' }, limits: { cpu: '2000m', memory: '1Mi' } },
    ],
  ])('asks for the quotas %j', (quotas, resources) => {
    expect(podSpec(quotas).containers[0]?.resources).toEqual(resources)
  })

  it('is the same for the same, and another for whatever the cluster would see of a change', () => {
    const before = hash(build())
    expect(hash(build({ status: 'Offline', updateAt: new Date() }))).toBe(before)
    const others = [
      buildWorkload({ ...row, containerImagePath: 'other:2' }, version(), { namespace: 'edge' }),
      buildWorkload({ ...row, uniqueName: 'node-2' }, version(), { namespace: 'edge' }),
      build({ cpuQuota: 1 }),
      build({ maxCpuQuota: 1 }),
      build({ restartPolicy: 'Never' }),
      build({}, { type: 'PortMapping', portMappings: [{ containerPort: 1, hostPort: 1 }] }),
    ]
    expect(new Set([before, ...others.map(hash)]).size).toBe(others.length + 1)
  })

  it('names the secret for pulls where there is one, which makes it no other workload', () => {
    for (const restartPolicy of ['Always', 'Never'] as const) {
      const without = build({ restartPolicy })
      const named = buildWorkload(row, version({ restartPolicy }), { namespace: 'edge', pullSecret: 'pull' })
      expect(named.object.spec.template.spec.imagePullSecrets).toEqual([{ name: 'pull' }])
      expect(without.object.spec.template.spec).not.toHaveProperty('imagePullSecrets')
      expect(hash(named)).toBe(hash(without))
    }
  })
})
