import type { InputOf } from '@/lib/protocol/operation-types'
import { waitFor } from '@/lib/testing/wait'
import { imageArchive } from '../harness/archive'
import type { Portal } from '../harness/portal'
import { uploaded } from '../harness/upload'

export const page = { pageNum: 1, pageSize: 100 }

type CreateApplication = InputOf<'application/createApplication'>

/** What the suites of applications and deployments need first, made through the protocol itself. */
export class World {
  /** Of one image that is there for amd64. */
  static readonly image = { orgName: 'world', containerImage: 'app', containerImageVersion: '1' }

  constructor(readonly portal: Portal) {}

  static async make(portal: Portal, orgName: string = World.image.orgName): Promise<World> {
    await portal.ok('image/createOrg', { orgName })
    await uploaded(portal, { orgName, archive: await imageArchive({ tags: ['app:1'] }) })
    return new World(portal)
  }

  /** Content of createApplication that is accepted, changed by `more`. */
  static application(appName: string, version: string, more: Partial<CreateApplication> = {}): CreateApplication {
    return {
      appName,
      version,
      archType: ['amd64'],
      ...World.image,
      restartPolicy: 'Always',
      network: { type: 'Host' },
      ...more,
    }
  }

  create(appName: string, version: string, more: Partial<CreateApplication> = {}) {
    return this.portal.ok('application/createApplication', World.application(appName, version, more))
  }

  publish(appName: string, version: string) {
    return this.portal.ok('application/publishApplicationVersion', { appName, version })
  }

  async published(appName: string, version: string, more: Partial<CreateApplication> = {}): Promise<void> {
    await this.create(appName, version, more)
    await this.publish(appName, version)
  }

  /** A virtual node that is Online. */
  async node(name: string, arch: 'amd64' | 'arm64' = 'amd64') {
    await this.portal.ok('node/createNode', { name, nodeType: 'Generic' })
    await this.portal.ok('demo/joinVirtualNode', { name, arch })
    return this.nodeWith(name, 'Online')
  }

  nodeWith(name: string, status: string) {
    const look = async () => {
      const { node } = await this.portal.ok('node/desNode', { name })
      return node.status === status && node
    }
    return waitFor(look, { what: `node ${name} is ${status}`, timeoutMs: 40_000 })
  }

  deploy(appName: string, version: string, ...nodeNames: string[]) {
    return this.portal.ok('application/deployApplication', { appName, version, nodeNames })
  }

  undeploy(appName: string, version: string, ...nodeNames: string[]) {
    return this.portal.ok('application/undeployApplication', { appName, version, nodeNames })
  }

  /** The deployment of the application on the node, if there is one. */
  async deployment(appName: string, nodeName: string) {
    const { appDeploys } = await this.portal.ok('application/listNodeDeploy', { ...page, name: nodeName })
    return appDeploys.find((deployment) => deployment.appName === appName)
  }

  deploymentWith(appName: string, nodeName: string, status: string, timeoutMs = 45_000) {
    let last = ''
    const look = async () => {
      const found = await this.deployment(appName, nodeName)
      last = found ? `${found.status} ${found.reason}` : 'none'
      return found?.status === status && found
    }
    return waitFor(look, { what: `${appName} on ${nodeName} is ${status}`, timeoutMs }).catch((error: unknown) => {
      throw new Error(`${appName} on ${nodeName} is not ${status} but ${last}`, { cause: error })
    })
  }

  gone(appName: string, nodeName: string) {
    const look = async () => (await this.deployment(appName, nodeName)) === undefined
    return waitFor(look, { what: `${appName} is off ${nodeName}`, timeoutMs: 40_000 })
  }
}
