import { writeFile, rename } from 'node:fs/promises'
import { TOKEN_PATH } from './api/server'

/**
 * Writes the kubeconfig (JSON, which is YAML) readable by its owner alone; never half of it. The server's address carries
 * the token too: kubectl does not send one over plain HTTP.
 */
export async function writeKubeconfig(file: string, server: string, token: string): Promise<void> {
  const name = 'apulisedge-embedded'
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: `${server}${TOKEN_PATH}${token}` } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
  }
  const draft = `${file}.new`
  await writeFile(draft, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, file)
}
