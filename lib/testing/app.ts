import type { App } from '@/lib/app'
import { Auth } from '@/lib/auth/auth'
import { signToken } from '@/lib/auth/jwt'
import { KubeClient } from '@/lib/cluster/client'
import { makeCluster } from '@/lib/cluster/cluster'
import { readConfig } from '@/lib/config/config'
import type { Db } from '@/lib/db/db'
import { ChangeFeed } from '@/lib/events/change-feed'
import { Troubles } from '@/lib/health/troubles'
import { UploadBoard } from '@/lib/images/upload-board'
import { Metrics } from '@/lib/metrics/metrics'
import { silentLog } from './log'
import { kubeConfigFor } from './kube-config'

const JWT_SECRET = 'the key that the tests share'

interface Options {
  db: Db
  /** Like the environment's. */
  env?: Record<string, string>
  auth?: App['auth']
  cluster?: App['cluster']
  registry?: App['registry']
  publicUrl?: string
  log?: App['log']
  stopping?: AbortSignal
}

/** The parts of a console, for tests of what uses them; cluster and registry are out of reach unless given. */
export function testApp({ db, env = {}, ...parts }: Options): App {
  const unreachable = 'http://127.0.0.1:9'
  const none = new Error('this test has no registry')
  return {
    config: readConfig(env),
    log: silentLog,
    db,
    auth: new Auth(db, JWT_SECRET),
    changes: new ChangeFeed(),
    cluster: makeCluster({ namespace: 'default', client: new KubeClient(kubeConfigFor(unreachable)), log: silentLog }),
    get registry(): App['registry'] {
      throw none
    },
    uploads: new UploadBoard(),
    metrics: new Metrics(),
    troubles: new Troubles(),
    publicUrl: 'http://127.0.0.1:3000',
    stopping: new AbortController().signal,
    ...parts,
  }
}

export async function bearer(uid = 1, userName = 'tester'): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await signToken(JWT_SECRET, { uid, userName }, '1h')}` }
}
