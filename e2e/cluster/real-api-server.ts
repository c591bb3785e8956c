import { ControlPlane } from '../harness/control-plane'

/** Gives all suites of the project one real Kubernetes: the one of KUBECONFIG, else one that ends with them, and may be ended and started by them. */
export async function setup(): Promise<() => Promise<void>> {
  const given = process.env.KUBECONFIG ?? ''
  const own = given === '' ? await ControlPlane.start() : undefined
  process.env.KUBECONFIG_UNDER_TEST = own?.kubeconfig ?? given
  if (own) process.env.CONTROL_PLANE_UNDER_TEST = own.settings
  return async () => own?.stop()
}
