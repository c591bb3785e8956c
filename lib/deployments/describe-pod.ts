import type { ContainerStatus, PodObject } from '@/lib/cluster/kinds'
import { isoTime } from '@/lib/cluster/time'
import type { DeployPod, PodContainer } from './live-schema'

/** What a pod's status says, for people. */
export function describePod({ metadata, spec, status = {} }: PodObject): DeployPod {
  const told = new Map(status.containerStatuses?.map((container) => [container.name, container]))
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled')
  const unscheduled = scheduled?.status === 'False' ? scheduled : undefined
  return {
    name: metadata.name ?? '',
    phase: status.phase ?? 'Unknown',
    reason: status.reason ?? unscheduled?.reason ?? '',
    message: status.message ?? unscheduled?.message ?? '',
    uniqueName: spec.nodeName ?? '',
    podIp: status.podIP ?? '',
    leaving: metadata.deletionTimestamp !== undefined,
    createdAt: isoTime(metadata.creationTimestamp),
    containers: spec.containers.map(({ name, image = '' }) => describeContainer(name, image, told.get(name))),
  }
}

function describeContainer(name: string, image: string, status: ContainerStatus | undefined): PodContainer {
  const { running, waiting, terminated } = status?.state ?? {}
  const before = status?.lastState?.terminated
  return {
    name,
    image,
    ready: status?.ready ?? false,
    state: running ? 'running' : waiting ? 'waiting' : terminated ? 'terminated' : 'unknown',
    since: isoTime(running?.startedAt ?? terminated?.finishedAt),
    reason: waiting?.reason ?? terminated?.reason ?? '',
    message: waiting?.message ?? terminated?.message ?? '',
    exitCode: terminated?.exitCode ?? null,
    restarts: status?.restartCount ?? 0,
    last: before
      ? { exitCode: before.exitCode, reason: before.reason ?? '', endedAt: isoTime(before.finishedAt) }
      : null,
  }
}
