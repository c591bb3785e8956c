import { KubeConfig } from '@kubernetes/client-node'

/** A kubeconfig for a server that asks for no credentials. */
export function kubeConfigFor(server: string, user: Record<string, string> = {}): KubeConfig {
  const config = new KubeConfig()
  config.loadFromOptions({
    clusters: [{ name: 'c', server }],
    users: [{ name: 'u', ...user }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  })
  return config
}
