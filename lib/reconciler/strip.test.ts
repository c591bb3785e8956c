import { describe, expect, it } from 'vitest'
import type { DeploymentObject, JobObject, NodeObject, PodObject } from '@/lib/cluster/kinds'
import { observeDeployment, observeJob } from '@/lib/deployments/observed'
import { DEPLOY_LABEL, PULL_SECRET_ANNOTATION, SPEC_HASH } from '@/lib/deployments/workload'
import { observeNode } from '@/lib/nodes/observed'
import { stripDeployment, stripJob, stripNode, stripPod } from './strip'

const metadata = (name: string) => ({
  name,
  uid: `uid-${name}`,
  resourceVersion: '42',
  creationTimestamp: '2026-11-21T12:00:00Z',
  labels: { [DEPLOY_LABEL]: 'deploy-1', 'pod-template-hash': 'abc' },
  annotations: {
    [SPEC_HASH]: 'hash',
    [PULL_SECRET_ANNOTATION]: 'pull',
    'apulisedge/node-name': '边缘',
    'kubectl.kubernetes.io/last-applied-configuration': 'x'.repeat(5000),
  },
  managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:status': {} } }],
})

const node: NodeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: metadata('edge-a'),
  spec: { podCIDR: '10.0.0.0/24', taints: [{ key: 'x', effect: 'NoSchedule' }] },
  status: {
    capacity: { cpu: '4', memory: '8048996Ki' },
    allocatable: { cpu: '4' },
    conditions: [
      { type: 'MemoryPressure', status: 'False' },
      { type: 'Ready', status: 'Unknown', message: 'Kubelet stopped posting node status.', lastHeartbeatTime: '2026-11-21T12:00:01Z' },
    ],
    addresses: [{ type: 'InternalIP', address: '10.1.2.3' }],
    nodeInfo: { architecture: 'arm64', kubeletVersion: 'v1.32.10-kubeedge-v1.23.1', machineID: 'm', osImage: 'Debian 12' },
    images: [{ names: ['a'], sizeBytes: 1 }],
  },
} // prettier-ignore

const pod = (patch: Partial<NonNullable<PodObject['status']>>): PodObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadata('pod-1'),
  spec: { containers: [{ name: 'c', image: 'i', env: [{ name: 'A', value: 'B' }] }], nodeName: 'edge-a' },
  status: {
    phase: 'Running',
    podIP: '10.0.0.7',
    conditions: [
      { type: 'Ready', status: 'False', lastTransitionTime: '2026-11-21T12:00:01Z' },
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' },
    ],
    ...patch,
  },
})
const container = { name: 'c', image: 'i', imageID: 'sha256:1', containerID: 'containerd://1', ready: false }
const PODS: [string, PodObject][] = [
  ['waits', pod({ containerStatuses: [{ ...container, restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off' } } }] })],
  ['crashes', pod({ containerStatuses: [{ ...container, restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 3, startedAt: '2026-11-21T12:00:01Z' } } }] })],
  ['ended', pod({ containerStatuses: [{ ...container, restartCount: 0, state: { terminated: { exitCode: 137, reason: 'OOMKilled', message: 'no memory' } } }] })],
  ['was evicted', pod({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource' })],
  ['is not scheduled', pod({ phase: 'Pending' })],
  ['has no status', { ...pod({}), status: undefined }],
] // prettier-ignore

describe('what is kept of an object', () => {
  it('is all of a node that its record tells', () => {
    const full = structuredClone(node)
    const kept = stripNode(structuredClone(node))
    expect(observeNode(kept)).toEqual(observeNode(full))
    expect(observeNode(kept).outageReason).toContain('Kubelet stopped')
    expect(kept.metadata.annotations).toEqual({ 'apulisedge/node-name': '边缘' })
    expect(JSON.stringify(kept)).not.toMatch(/managedFields|images|taints|kernelVersion|operatingSystem/)
  })

  it.each(PODS)('is all of a pod that a deployment’s state follows from: %s', (_, full) => {
    const kept = stripPod(full)
    const deployment: DeploymentObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', generation: 1 },
      spec: { selector: {}, template: { spec: { containers: [] } } },
    }
    const job: JobObject = { ...deployment, kind: 'Job', apiVersion: 'batch/v1' }
    expect(observeDeployment(deployment, [kept], false)).toEqual(observeDeployment(deployment, [full], false))
    expect(observeJob(job, [kept], false)).toEqual(observeJob(job, [full], false))
    expect(kept.metadata).toMatchObject({
      name: 'pod-1',
      resourceVersion: '42',
      labels: { [DEPLOY_LABEL]: 'deploy-1' },
    })
    expect(JSON.stringify(kept)).not.toMatch(/managedFields|podIP|containerd/)
  })

  it.each([
    ['rolls out', { observedGeneration: 1, replicas: 2, updatedReplicas: 1 }],
    ['runs', { observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3 }],
    ['is late', { observedGeneration: 2, conditions: [{ type: 'Progressing', status: 'False' as const, reason: 'ProgressDeadlineExceeded', message: 'it timed out' }] }],
    ['fell over', { observedGeneration: 2, replicas: 3, updatedReplicas: 3, conditions: [{ type: 'Progressing', status: 'True' as const, reason: 'NewReplicaSetAvailable', message: 'well' }] }],
  ])('is all of a workload that its state follows from: it %s', (_, status) => {
    const full: DeploymentObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata('deploy-1'), generation: 2 },
      spec: { replicas: 3, selector: {}, template: { spec: { containers: [{ name: 'c' }] } } },
      status,
    }
    const kept = stripDeployment(full)
    expect(observeDeployment(kept, [], false)).toEqual(observeDeployment(full, [], false))
    expect(kept.metadata.annotations).toEqual({ [SPEC_HASH]: 'hash', [PULL_SECRET_ANNOTATION]: 'pull' })
    const job: JobObject = { ...full, apiVersion: 'batch/v1', kind: 'Job', status: { failed: 1 } }
    expect(observeJob(stripJob(job), [], false)).toEqual(observeJob(job, [], false))
  }) // prettier-ignore

  it('is in memory once where it is the same', () => {
    const [first, second] = [1, 2].map((n) => stripPod({ ...pod({}), metadata: metadata(`pod-${n}`) }))
    expect(first?.status).toBe(second?.status)
    const nodes = [1, 2].map((n) => stripNode({ ...structuredClone(node), metadata: metadata(`node-${n}`) }))
    expect(nodes[0]?.status?.nodeInfo).toBe(nodes[1]?.status?.nodeInfo)
  })

  it('tells that an object is on its way out', () => {
    const deletionTimestamp = '2026-11-21T12:00:09Z'
    const leaving = { ...pod({}), metadata: { ...metadata('pod-1'), deletionTimestamp } }
    expect(stripPod(leaving).metadata.deletionTimestamp).toBe(deletionTimestamp)
  })
})
