/**
 * What the suites run against, chosen by the environment:
 * `CONTRACT_MOUNT=next`                  everything goes through Next's route handlers, not the fast lane
 * `CONTRACT_DATABASE=postgresql`         a real PostgreSQL is started for each console
 * `CONTRACT_REGISTRY=docker-registry`    a real image registry is started for each console
 * `KUBECONFIG_UNDER_TEST=<file>`         a real Kubernetes API server, instead of the embedded cluster
 */
export interface Variant {
  readonly mount: 'fast-lane' | 'next'
  readonly database: 'sqlite' | 'postgresql'
  readonly registry: 'embedded' | 'docker-registry'
  readonly kubeconfig: string | undefined
}

function oneOf<const V extends string>(name: string, first: V, ...others: V[]): V {
  const value = process.env[name] ?? ''
  if (value === '') return first
  const known = [first, ...others].find((one) => one === value)
  if (known === undefined) throw new Error(`${name} must be one of ${[first, ...others].join(', ')}`)
  return known
}

export const variant: Variant = {
  mount: oneOf('CONTRACT_MOUNT', 'fast-lane', 'next'),
  database: oneOf('CONTRACT_DATABASE', 'sqlite', 'postgresql'),
  registry: oneOf('CONTRACT_REGISTRY', 'embedded', 'docker-registry'),
  kubeconfig: process.env.KUBECONFIG_UNDER_TEST === '' ? undefined : process.env.KUBECONFIG_UNDER_TEST,
}

/** Virtual nodes are there with the embedded cluster only; says in one line what is not tried without them. */
export function hasVirtualNodes(what: string): boolean {
  if (variant.kubeconfig === undefined) return true
  process.stdout.write(`skipped: ${what}, as a real API server has no virtual nodes\n`)
  return false
}
