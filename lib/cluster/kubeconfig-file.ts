import { readFileSync } from 'node:fs'
import path from 'node:path'
import { KubeConfig, loadYaml } from '@kubernetes/client-node'
import { z } from 'zod'

const user = z.object({ name: z.string(), user: z.object({ tokenFile: z.string().optional() }).nullish() })
const kubeconfig = z.object({ users: z.array(user).nullish() })

/** As the library reads it, and `tokenFile`, which that leaves out: its token is read anew when it was rotated. */
export function readKubeconfig(file: string): KubeConfig {
  const config = new KubeConfig()
  config.loadFromFile(file)
  const { data } = kubeconfig.safeParse(loadYaml(readFileSync(file, 'utf8')))
  for (const { name, user } of data?.users ?? []) {
    if (user?.tokenFile === undefined) continue
    const tokenFile = path.resolve(path.dirname(file), user.tokenFile)
    const authProvider = { name: 'tokenFile', config: { tokenFile } }
    config.users = config.users.map((one) => (one.name === name ? { ...one, authProvider } : one))
  }
  return config
}
