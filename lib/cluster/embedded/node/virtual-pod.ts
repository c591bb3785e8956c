import { createHash } from 'node:crypto'
import type { PodObject } from '@/lib/cluster/kinds'
import { VirtualContainer } from './container-runtime'

/** A pod as its virtual node runs it. */
export class VirtualPod {
  readonly containers: VirtualContainer[]
  readonly ip: string
  /** when its containers were told to stop, by a clock that only goes forward */
  stoppingSince: number | undefined

  /** @param rebooted its machine lost power since the pod's status was reported */
  constructor(
    pod: PodObject,
    readonly nodeName: string,
    rebooted: boolean,
  ) {
    const { restartPolicy = 'Always' } = pod.spec
    this.containers = pod.spec.containers.map((spec) => new VirtualContainer(spec, restartPolicy))
    for (const container of this.containers) {
      const status = pod.status?.containerStatuses?.find(({ name }) => name === container.spec.name)
      if (status) container.restore(status, rebooted)
    }
    this.ip = podAddress(pod.metadata.uid ?? '')
  }
}

/** An address of 10.64.0.0/10, by the uid of the pod. */
function podAddress(uid: string): string {
  const hash = createHash('sha256').update(uid).digest()
  return `10.${64 + ((hash[0] ?? 0) & 63)}.${hash[1] ?? 0}.${1 + ((hash[2] ?? 0) % 254)}`
}
