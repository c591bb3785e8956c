import { loadYaml } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { versionManifest } from './manifest'
import type { VersionRow } from './store'

const version: VersionRow = {
  id: 4,
  clusterId: 0,
  groupId: 0,
  userId: 1,
  applicationId: 3,
  appName: 'door: "x" # 应用',
  version: '1.10',
  status: 'Unpublished',
  archType: 'amd64',
  orgName: 'org',
  containerImage: 'image',
  containerImageVersion: '1',
  containerImagePath: 'registry:5000/apulisedge/org/image:1',
  cpuQuota: 0.5,
  maxCpuQuota: 0,
  memoryQuota: 0,
  maxMemoryQuota: 256,
  restartPolicy: 'Always',
  network: JSON.stringify({ type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
  createAt: new Date(0),
  updateAt: new Date(0),
  publishAt: null,
  offlineAt: null,
}

describe('versionManifest', () => {
  it('is the workload, with marks where nodes differ', () => {
    const read = loadYaml<unknown>(versionManifest(version, { namespace: 'edge' }))
    expect(read).toMatchObject({
      kind: 'Deployment',
      metadata: {
        name: 'deploy-<id>',
        namespace: 'edge',
        annotations: {
          'apulisedge/app-name': version.appName,
          'apulisedge/version': '1.10',
          'apulisedge/node-name': '<node>',
          'apulisedge/spec-hash': '<hash>',
        },
      },
      spec: {
        template: {
          spec: {
            nodeSelector: { 'kubernetes.io/hostname': '<node’s unique name>' },
            containers: [
              {
                name: 'container-<id>',
                image: version.containerImagePath,
                ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }],
                resources: { requests: { cpu: '500m' }, limits: { memory: '256Mi' } },
              },
            ],
          },
        },
      },
    })
  })

  it('is a Job for what runs to its end', () => {
    expect(
      loadYaml<unknown>(versionManifest({ ...version, restartPolicy: 'Never' }, { namespace: 'edge' })),
    ).toMatchObject({
      apiVersion: 'batch/v1',
      kind: 'Job',
    })
  })

  it('keeps long lines whole', () => {
    const containerImagePath = `registry:5000/${'deep/'.repeat(60)}image:1`
    expect(versionManifest({ ...version, containerImagePath }, { namespace: 'edge' })).toContain(
      `image: ${containerImagePath}\n`,
    )
  })
})
