import { createApplication, publishVersion } from '@/lib/applications/service'
import { createApplicationInput } from '@/lib/applications/schema'
import type { Tenant } from '@/lib/auth/caller'
import { KubeClient } from '@/lib/cluster/client'
import { makeCluster } from '@/lib/cluster/cluster'
import type { Db } from '@/lib/db/db'
import { deploy, retry, rollback, undeploy } from '@/lib/deployments/service'
import type { Change } from '@/lib/events/change'
import { ChangeFeed } from '@/lib/events/change-feed'
import { createNode, deleteNode } from '@/lib/nodes/service'
import { AppError } from '@/lib/protocol/errors'
import type { Call } from '@/lib/protocol/operation'
import { testApp } from '@/lib/testing/app'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { recordingLog } from '@/lib/testing/log'
import { Reconciler } from '../reconciler'
import { NAMESPACE } from './cluster-under-test'

export const TENANT: Tenant = { clusterId: 0, groupId: 0, userId: 1 }
const CALLER = { tenant: TENANT, userName: 'tester', role: 'admin', via: 'jwt' } as const

type VersionOptions = Partial<Record<'cpuQuota' | 'maxCpuQuota' | 'memoryQuota' | 'maxMemoryQuota', number>> & {
  restartPolicy?: 'Always' | 'OnFailure' | 'Never'
  network?: object
}

/** A console without its pages: the services, the database, and a reconciler that can be stopped and started. */
export class TestConsole {
  readonly changes = new ChangeFeed()
  /** What was told to the open pages. */
  readonly told: Change[] = []
  readonly logged: Record<string, unknown>[]
  readonly #log
  #running: { reconciler: Reconciler; client: KubeClient } | undefined

  constructor(
    readonly db: Db,
    readonly apiUrl: string,
  ) {
    const { log, lines } = recordingLog()
    this.#log = log
    this.logged = lines
    this.changes.subscribe((change) => this.told.push(change))
  }

  start(namespace = NAMESPACE, pullSecret?: string): void {
    const client = new KubeClient(kubeConfigFor(this.apiUrl))
    const cluster = makeCluster({ client, namespace, pullSecret, log: this.#log })
    const reconciler = new Reconciler({ db: this.db, cluster, log: this.#log, changes: this.changes })
    reconciler.start()
    this.#running = { reconciler, client }
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    await running?.reconciler.stop()
    running?.client.close()
  }

  get trouble(): string | undefined {
    return this.#running?.reconciler.trouble
  }

  get isConnected(): boolean {
    return this.#running?.reconciler.staleMs === 0
  }

  /** As the dispatcher does: one transaction, then what changed is told. */
  async change<T>(work: (call: Call) => Promise<T | AppError>): Promise<T> {
    const app = testApp({ db: this.db })
    const told: Change[] = []
    const result = await this.db.write((db) => {
      told.length = 0
      const changed = (change: Omit<Change, 'tenant'>) => told.push({ tenant: TENANT, ...change })
      return work({ app, caller: CALLER, db, changed, signal: new AbortController().signal })
    })
    for (const change of told) this.changes.publish(change)
    if (result instanceof AppError) throw result
    return result
  }

  createNode(name: string) {
    return this.change((call) => createNode(call, { name, nodeType: 'Generic' }))
  }

  deleteNode(name: string) {
    return this.change((call) => deleteNode(call, name))
  }

  /** A published version whose image is `<registry>/<appName>:<version>`. */
  async publish(appName: string, version: string, options: VersionOptions = {}): Promise<void> {
    const image = { orgName: 'org', imageName: appName, imageVersion: version }
    await this.change(async (call) => {
      await addImage(call.db, image)
      const input = createApplicationInput.parse({
        appName,
        version,
        orgName: image.orgName,
        containerImage: appName,
        containerImageVersion: version,
        archType: ['amd64'],
        restartPolicy: 'Always',
        network: { type: 'Host' },
        ...options,
      })
      await createApplication(call, input)
      await publishVersion(call, appName, version)
    })
  }

  deploy(appName: string, version: string, ...nodeNames: string[]) {
    return this.change((call) => deploy(call, { appName, version, nodeNames }))
  }

  undeploy(appName: string, version: string, ...nodeNames: string[]) {
    return this.change((call) => undeploy(call, { appName, version, nodeNames }))
  }

  restart(appName: string, version: string, ...nodeNames: string[]) {
    return this.change((call) => retry(call, { appName, version, nodeNames }))
  }

  rollBack(appName: string, ...nodeNames: string[]) {
    return this.change((call) => rollback(call, { appName, nodeNames }))
  }

  node(name: string) {
    return this.db.read.node.findUnique({ where: { clusterId_groupId_userId_name: { ...TENANT, name } } })
  }

  /** The deployment of an application on a node, if there is one. */
  deployment(appName: string, nodeName: string) {
    return this.db.read.deployment.findFirst({ where: { appName, nodeName } })
  }
}

async function addImage(
  db: Call['db'],
  { orgName, imageName, imageVersion }: Record<'orgName' | 'imageName' | 'imageVersion', string>,
) {
  const org = await db.imageOrg.upsert({
    where: { clusterId_orgName: { clusterId: 0, orgName } },
    create: { clusterId: 0, ownerGroupId: 0, ownerUserId: 1, orgName },
    update: {},
  })
  const image = await db.image.upsert({
    where: { orgId_imageName: { orgId: org.id, imageName } },
    create: { ...TENANT, imageName, orgId: org.id, orgName },
    update: {},
  })
  const reference = `registry.example.com/apulisedge/${orgName}/${imageName.toLowerCase()}:${imageVersion}`
  const digest = `sha256:${'0'.repeat(64)}`
  await db.imageVersion.create({
    data: {
      ...TENANT,
      recordId: image.id,
      imageName,
      orgName,
      imageVersion,
      imageId: digest,
      digest,
      sizeBytes: 1n,
      reference,
    },
  })
}
