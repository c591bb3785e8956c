import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { ObjectApi } from './api/object-api'

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'kubeedge']
const TOKEN_DAYS = 3650

/** What a cluster with KubeEdge has from its first day: namespaces, and the token with which edge nodes join. */
export function bootstrapCluster(api: ObjectApi): void {
  for (const name of NAMESPACES) {
    if (api.store.get('namespaces', name)) continue
    api.create('namespaces', undefined, {
      kind: 'Namespace',
      apiVersion: 'v1',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    })
  }
  if (api.store.get('secrets', 'kubeedge/tokensecret')) return
  api.create('secrets', 'kubeedge', {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: { name: 'tokensecret' },
    data: { tokendata: Buffer.from(createJoinToken()).toString('base64') },
  })
}

/** KubeEdge's form: the hash of a CA certificate, a dot, and a JWT signed with the CA's key whose only claim is `exp`. */
function createJoinToken(): string {
  const key = randomBytes(32)
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ exp: Math.floor(Date.now() / 1000) + TOKEN_DAYS * 86_400 })}`
  const signature = createHmac('sha256', key).update(signed).digest('base64url')
  return `${createHash('sha256').update(key).digest('hex')}.${signed}.${signature}`
}

/** The token that the cluster holds now; undefined where the secret was deleted. */
export function currentJoinToken(api: ObjectApi): string | undefined {
  const encoded = api.store.get('secrets', 'kubeedge/tokensecret')?.data?.tokendata
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8')
}
