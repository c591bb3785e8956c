import { describe, expect, it } from 'vitest'
import type {
  ContainerState,
  DeploymentObject,
  DeploymentStatus,
  JobObject,
  JobStatus,
  PodObject,
  PodStatus,
} from '@/lib/cluster/kinds'
import { observeDeployment, observeJob } from './observed'

const template = { spec: { containers: [] } }

function deployment(status: DeploymentStatus | undefined, generation = 2): DeploymentObject {
  const spec = { replicas: 1, selector: {}, template }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { generation }, spec, ...(status ? { status } : {}) }
}
const progressing = (reason: string) => [
  { type: 'Progressing', status: 'True' as const, reason, message: `it is ${reason}` },
]
const DONE: DeploymentStatus = {
  observedGeneration: 2,
  replicas: 1,
  updatedReplicas: 1,
  readyReplicas: 1,
  availableReplicas: 1,
  conditions: progressing('NewReplicaSetAvailable'),
}

function pod(status: PodStatus, createdAt = '2026-01-01T00:00:00Z'): PodObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: createdAt, creationTimestamp: createdAt },
    spec: template.spec,
    status,
  }
}
function withContainer(state: ContainerState, more: object = {}): PodStatus {
  return { containerStatuses: [{ name: 'c', image: 'i', imageID: '', ready: false, restartCount: 0, state, ...more }] }
}
const waiting = (reason: string, message?: string) =>
  pod(withContainer({ waiting: { reason, ...(message ? { message } : {}) } }))

describe('observeDeployment', () => {
  it('is not well where somebody wants no pod of it, though all that are wanted run', () => {
    const none = { ...DONE, replicas: 0, updatedReplicas: 0, readyReplicas: 0, availableReplicas: 0 }
    const object = deployment(none)
    const scaled = { ...object, spec: { ...object.spec, replicas: 0 } }
    expect(observeDeployment(scaled, [], false)).toEqual({
      status: 'Abnormal',
      reason: 'ScaledToZero: the number of replicas was set to 0 in the cluster',
    })
  })

  it.each<[string, DeploymentStatus | undefined, string]>([
    ['just made', undefined, 'Deploying'],
    ['not seen by its controller yet', { ...DONE, observedGeneration: 1 }, 'Deploying'],
    ['complete', DONE, 'Running'],
    [
      'ready and not yet for long enough',
      { ...DONE, availableReplicas: 0, conditions: progressing('ReplicaSetUpdated') },
      'Deploying',
    ],
    ['complete before, and not available now', { ...DONE, availableReplicas: 0 }, 'Abnormal'],
    [
      'with an old pod still there',
      { ...DONE, replicas: 2, conditions: progressing('ReplicaSetUpdated') },
      'Deploying',
    ],
    [
      'with nothing but old pods',
      { ...DONE, updatedReplicas: 0, conditions: progressing('ReplicaSetUpdated') },
      'Deploying',
    ],
    ['stuck', { ...DONE, availableReplicas: 0, conditions: progressing('ProgressDeadlineExceeded') }, 'Abnormal'],
    [
      'stuck before it was changed',
      { ...DONE, observedGeneration: 1, conditions: progressing('ProgressDeadlineExceeded') },
      'Deploying',
    ],
    [
      'running, though the deadline passed before',
      { ...DONE, conditions: progressing('ProgressDeadlineExceeded') },
      'Running',
    ],
  ])('%s is %s', (_, status, expected) => {
    expect(observeDeployment(deployment(status), [], false).status).toBe(expected)
  })

  it('says nothing where nothing is wrong', () => {
    expect(observeDeployment(deployment(DONE), [waiting('ImagePullBackOff')], true)).toEqual({
      status: 'Running',
      reason: '',
    })
    expect(observeDeployment(deployment(undefined), [waiting('ContainerCreating')], false).reason).toBe('')
  })

  it('says the deadline’s own message where no pod knows better', () => {
    const stuck = deployment({ ...DONE, availableReplicas: 0, conditions: progressing('ProgressDeadlineExceeded') })
    expect(observeDeployment(stuck, [], false).reason).toBe('it is ProgressDeadlineExceeded')
    expect(observeDeployment(stuck, [waiting('ErrImagePull')], false).reason).toBe('ErrImagePull')
  })

  const reason = (pods: PodObject[], offline = false) => observeDeployment(deployment(undefined), pods, offline).reason

  it.each<[string, PodObject, string]>([
    ['an image that cannot be pulled', waiting('ImagePullBackOff', 'Back-off'), 'ImagePullBackOff: Back-off'],
    [
      'a container that ends again and again',
      pod(
        withContainer(
          { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } },
          { lastState: { terminated: { exitCode: 137 } } },
        ),
      ),
      'CrashLoopBackOff (last exit code 137): back-off 10s',
    ],
    [
      'a container that ended wrongly',
      pod(withContainer({ terminated: { exitCode: 3, reason: 'Error' } })),
      'Error (exit code 3)',
    ],
    ['a pod that was evicted', pod({ reason: 'Evicted', message: 'low on memory' }), 'Evicted: low on memory'],
    [
      'a pod that fits nowhere',
      pod({ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' }] }),
      'Unschedulable: 0/1 nodes',
    ],
    ['a container that ended well', pod(withContainer({ terminated: { exitCode: 0, reason: 'Completed' } })), ''],
  ])('tells of %s', (_, of, expected) => expect(reason([of])).toBe(expected))

  it('tells of the node first, and of the newest pod before older ones', () => {
    const old = pod(withContainer({ waiting: { reason: 'ErrImagePull' } }), '2026-01-01T00:00:00Z')
    const young = pod(withContainer({ waiting: { reason: 'CreateContainerError' } }), '2026-01-02T00:00:00Z')
    expect(reason([old, young])).toBe('CreateContainerError')
    expect(reason([old, young], true)).toBe('the node is offline')
  })

  it('does not repeat a novel', () => {
    expect(reason([waiting('ErrImagePull', 'x'.repeat(5000))])).toHaveLength(500)
  })
})

describe('observeJob', () => {
  const job = (status?: JobStatus): JobObject => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {},
    spec: { template },
    ...(status ? { status } : {}),
  })
  const runs = pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] })
  const failed = {
    conditions: [{ type: 'Failed', status: 'True' as const, reason: 'BackoffLimitExceeded', message: 'it gave up' }],
  }

  it.each<[string, JobStatus | undefined, PodObject[], string, string]>([
    ['just made', undefined, [], 'Deploying', ''],
    ['running', { active: 1 }, [runs], 'Running', ''],
    ['succeeded', { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] }, [], 'Completed', ''],
    ['not complete after all', { conditions: [{ type: 'Complete', status: 'False' }] }, [runs], 'Running', ''],
    ['failed for good', failed, [runs], 'Abnormal', 'it gave up'],
    [
      'failed for good, and how',
      failed,
      [pod(withContainer({ terminated: { exitCode: 3, reason: 'Error' } }))],
      'Abnormal',
      'Error (exit code 3)',
    ],
    ['tried again after a failure', { active: 1, failed: 1 }, [waiting('ContainerCreating')], 'Abnormal', ''],
    ['tried again, and running', { active: 1, failed: 1 }, [runs], 'Running', ''],
    [
      'started again in place',
      { active: 1 },
      [pod(withContainer({ terminated: { exitCode: 1 } }, { restartCount: 2 }))],
      'Abnormal',
      'Error (exit code 1)',
    ],
    ['not started for want of an image', { active: 1 }, [waiting('ErrImagePull')], 'Deploying', 'ErrImagePull'],
  ])('%s', (_, status, pods, expected, reason) => {
    expect(observeJob(job(status), pods, false)).toEqual({ status: expected, reason })
  })

  it('that ran on a node that is offline now may not run any more', () => {
    expect(observeJob(job({ active: 1 }), [runs], true)).toEqual({ status: 'Abnormal', reason: 'the node is offline' })
    expect(observeJob(job({ active: 1 }), [], true)).toEqual({ status: 'Deploying', reason: 'the node is offline' })
    const done = { conditions: [{ type: 'Complete', status: 'True' as const }] }
    expect(observeJob(job(done), [], true)).toEqual({ status: 'Completed', reason: '' })
    expect(observeJob(job(failed), [], true)).toEqual({ status: 'Abnormal', reason: 'it gave up' })
  })
})
