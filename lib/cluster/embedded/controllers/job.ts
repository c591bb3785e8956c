import type { JobCondition, JobObject, JobStatus, PodObject } from '@/lib/cluster/kinds'
import { timeOf, timestamp } from '../api/time'
import { keyOf, objectKey } from '../store/kind-map'
import { controllerOf, ownerReferenceTo, type Controller, type ControllerContext } from './context'
import { conditionOf, isActive } from './pod-facts'
import { WorkQueue } from './work-queue'

const SOURCE = { component: 'job-controller' }
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 60_000

interface JobPods {
  active: PodObject[]
  succeeded: PodObject[]
  failed: PodObject[]
}

/** Job → Pods, until enough of them have succeeded or too many have failed. */
export class JobController implements Controller {
  private readonly queue: WorkQueue
  private readonly unsubscribes: (() => void)[]

  constructor(private readonly context: ControllerContext) {
    this.queue = new WorkQueue('job', (key) => this.reconcile(key), context.log)
    this.unsubscribes = [
      context.store.subscribe('jobs', ({ key }) => this.queue.add(key)),
      context.store.subscribe('pods', ({ object }) => {
        const owner = controllerOf(object)
        if (owner?.kind === 'Job') this.queue.add(objectKey(object.metadata.namespace, owner.name))
      }),
    ]
    for (const job of context.store.values('jobs')) this.queue.add(keyOf(job))
  }

  stop(): void {
    this.queue.stop()
    for (const unsubscribe of this.unsubscribes) unsubscribe()
  }

  private reconcile(key: string): void {
    const job = this.context.store.get('jobs', key)
    if (!job || job.metadata.deletionTimestamp) return
    if (endOf(job)) return this.expire(job)
    const pods = this.podsOf(job)
    const failure = this.failureOf(job, pods)
    const wanted = job.spec.completions ?? 1
    const complete =
      !failure && pods.succeeded.length >= wanted && (job.spec.completions !== undefined || pods.active.length === 0)
    if (failure) {
      for (const pod of pods.active) this.context.api.delete('pods', pod.metadata.namespace, pod.metadata.name ?? '')
      this.context.events.warning(job, SOURCE, failure.reason ?? '', failure.message ?? '')
      return this.updateStatus(job, { ...pods, active: [], failed: [...pods.failed, ...pods.active] }, failure)
    }
    if (complete) {
      this.context.events.normal(job, SOURCE, 'Completed', 'Job completed')
      return this.updateStatus(
        job,
        pods,
        condition('Complete', 'CompletionsReached', 'Reached expected number of succeeded pods'),
      )
    }
    this.manage(job, pods)
    this.updateStatus(job, this.podsOf(job))
  }

  private podsOf(job: JobObject): JobPods {
    const pods = this.context.store.byIndex('pods', 'controller', job.metadata.uid ?? '')
    return {
      active: pods.filter(isActive),
      succeeded: pods.filter(({ status }) => status?.phase === 'Succeeded'),
      failed: pods.filter(({ status }) => status?.phase === 'Failed'),
    }
  }

  private failureOf(job: JobObject, { active, failed }: JobPods): JobCondition | undefined {
    const limit = job.spec.backoffLimit ?? 6
    // OnFailure restarts in place: there the restarts are the failures
    const restarts =
      job.spec.template.spec.restartPolicy === 'OnFailure' ? active.reduce((sum, pod) => sum + restartsOf(pod), 0) : 0
    if (failed.length > limit || (restarts > 0 && restarts >= limit)) {
      return condition('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')
    }
    const deadline = job.spec.activeDeadlineSeconds
    if (deadline === undefined || !job.status?.startTime) return undefined
    const left = timeOf(job.status.startTime) + deadline * 1000 - Date.now()
    if (left <= 0) return condition('Failed', 'DeadlineExceeded', 'Job was active longer than specified deadline')
    this.queue.addAfter(keyOf(job), left)
    return undefined
  }

  private manage(job: JobObject, { active, succeeded, failed }: JobPods): void {
    const parallelism = job.spec.suspend ? 0 : (job.spec.parallelism ?? 1)
    const left =
      job.spec.completions === undefined
        ? succeeded.length > 0
          ? active.length
          : parallelism
        : job.spec.completions - succeeded.length
    const wanted = Math.min(parallelism, left)
    for (const pod of active.slice(Math.max(0, wanted)))
      this.context.api.delete('pods', pod.metadata.namespace, pod.metadata.name ?? '')
    if (active.length >= wanted) return
    const wait = untilRetry(failed)
    if (wait > 0) return this.queue.addAfter(keyOf(job), wait)
    for (let count = active.length; count < wanted; count++) this.createPod(job)
  }

  private createPod(job: JobObject): void {
    const { template } = job.spec
    const { namespace, name } = job.metadata
    const pod = this.context.api.create('pods', namespace, {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: {
        generateName: `${name}-`,
        labels: template.metadata?.labels,
        annotations: template.metadata?.annotations,
        ownerReferences: [ownerReferenceTo(job)],
      },
      spec: template.spec,
    })
    this.context.events.normal(job, SOURCE, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
  }

  private updateStatus(job: JobObject, pods: JobPods, end?: JobCondition): void {
    const counts = { active: pods.active.length, succeeded: pods.succeeded.length, failed: pods.failed.length }
    const status: JobStatus = {
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      startTime: job.status?.startTime ?? timestamp(),
      ...(end
        ? { conditions: [...(job.status?.conditions ?? []), end] }
        : job.status?.conditions
          ? { conditions: job.status.conditions }
          : {}),
      ...(end?.type === 'Complete' ? { completionTime: timestamp() } : {}),
    }
    this.context.api.modify('jobs', job, (current) => ({ ...current, status }), 'status')
  }

  private expire(job: JobObject): void {
    const ttl = job.spec.ttlSecondsAfterFinished
    if (ttl === undefined) return
    const left = timeOf(endOf(job)?.lastTransitionTime) + ttl * 1000 - Date.now()
    if (left > 0) return this.queue.addAfter(keyOf(job), left)
    this.context.api.delete('jobs', job.metadata.namespace, job.metadata.name ?? '', {
      propagationPolicy: 'Foreground',
    })
  }
}

function endOf({ status }: JobObject): JobCondition | undefined {
  const ends = [conditionOf(status?.conditions, 'Complete'), conditionOf(status?.conditions, 'Failed')]
  return ends.find((end) => end?.status === 'True')
}

function restartsOf({ status }: PodObject): number {
  return (status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0)
}

/** Milliseconds until the next pod may be made: longer after every failure. */
function untilRetry(failed: PodObject[]): number {
  if (failed.length === 0) return 0
  const finished = failed.map(({ status, metadata }) =>
    Math.max(
      timeOf(metadata.creationTimestamp),
      ...(status?.containerStatuses ?? []).map(({ state }) => timeOf(state?.terminated?.finishedAt)),
    ),
  )
  return Math.max(...finished) + Math.min(FIRST_RETRY_MS * 2 ** (failed.length - 1), LONGEST_RETRY_MS) - Date.now()
}

function condition(type: string, reason: string, message: string): JobCondition {
  const now = timestamp()
  return { type, status: 'True', reason, message, lastProbeTime: now, lastTransitionTime: now }
}
