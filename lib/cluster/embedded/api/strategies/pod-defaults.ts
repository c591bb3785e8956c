import type { Container, PodSpec, PodTemplate, Toleration } from '@/lib/cluster/kinds'
import { imageTag } from '../../node/image-reference'

/** Defaults that pods and pod templates share, in place. */
export function defaultPodSpec(spec: PodSpec): void {
  spec.containers ??= []
  for (const container of [...(spec.initContainers ?? []), ...spec.containers])
    defaultContainer(container, spec.hostNetwork ?? false)
  spec.restartPolicy ??= 'Always'
  spec.terminationGracePeriodSeconds ??= 30
  spec.dnsPolicy ??= 'ClusterFirst'
  spec.securityContext ??= {}
  spec.schedulerName ??= 'default-scheduler'
}

function defaultContainer(container: Container, hostNetwork: boolean): void {
  for (const port of container.ports ?? []) {
    port.protocol ??= 'TCP'
    if (hostNetwork && !port.hostPort) port.hostPort = port.containerPort
  }
  container.resources ??= {}
  container.terminationMessagePath ??= '/dev/termination-log'
  container.terminationMessagePolicy ??= 'File'
  container.imagePullPolicy ??= imageTag(container.image ?? '') === 'latest' ? 'Always' : 'IfNotPresent'
}

export function defaultTemplate(template: PodTemplate | undefined): PodTemplate {
  const filled = template ?? { spec: { containers: [] } }
  filled.metadata = { ...filled.metadata }
  filled.spec ??= { containers: [] }
  defaultPodSpec(filled.spec)
  return filled
}

/** Requests follow limits where only a limit is given; only pods get this, not templates. */
export function defaultRequests(spec: PodSpec): void {
  for (const container of spec.containers) {
    const { limits, requests } = container.resources ?? {}
    if (limits) container.resources = { ...container.resources, requests: { ...limits, ...requests } }
  }
}

const TOLERATED_SECONDS = 300

/** What the DefaultTolerationSeconds admission adds: a pod stays five minutes on a node that is lost. */
export function defaultTolerations(spec: PodSpec): void {
  const tolerations = spec.tolerations ?? []
  const missing = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter(
    (key) =>
      !tolerations.some((item) => (!item.key || item.key === key) && (!item.effect || item.effect === 'NoExecute')),
  )
  const added = missing.map((key): Toleration => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: TOLERATED_SECONDS,
  }))
  spec.tolerations = [...tolerations, ...added]
}
