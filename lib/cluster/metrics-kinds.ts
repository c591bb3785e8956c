import type { KubeObject } from './kinds'

export type ResourceAmounts = { cpu?: string; memory?: string }

/** Of metrics.k8s.io/v1beta1: what was used on average over `window`, which ended at `timestamp`. */
export interface NodeMetricsObject extends KubeObject {
  timestamp?: string
  /** As Go writes a duration: `10.062s`. */
  window?: string
  usage?: ResourceAmounts
}

export interface PodMetricsObject extends KubeObject {
  timestamp?: string
  window?: string
  containers: { name: string; usage?: ResourceAmounts }[]
}
