import { ControlPlane } from '../harness/control-plane'

/** Gives all suites of the project one real Kubernetes: the one of KUBECONFIG, else one that ends with them. */
export async function setup(): Promise<() => Promise<void>> {
  const given = process.env.KUBECONFIG ?? ''
  const own = given === '' ? await ControlPlane.start() : undefined
  process.env.KUBECONFIG_UNDER_TEST = own?.kubeconfig ?? given
  return async () => own?.stop()
}
