import { imageArchive } from '../harness/archive'
import { createBareNodes } from '../harness/bare-nodes'
import { uploaded } from '../harness/upload'
import { APPS, IMAGE, NODE_NAMES, ORG, VERSIONS, type Clients } from './clients'
import type { Servers } from './servers'

/** What the changes are about: nodes, images, and applications with their versions. */
export async function makeWorld({ kube, portals }: Servers, clients: Clients): Promise<void> {
  const [portal] = portals()
  if (!portal) throw new Error('there is no console')
  await portal.ok('image/createOrg', { orgName: ORG })
  for (const version of VERSIONS) {
    await uploaded(portal, { orgName: ORG, archive: await imageArchive({ tags: [`app:${version}`], salt: version }) })
  }
  await uploaded(portal, { orgName: ORG, archive: await imageArchive({ tags: [`${IMAGE}:t0`], salt: 't0' }) })
  clients.tags.add('t0')
  for (const appName of APPS) {
    for (const version of VERSIONS) {
      await portal.ok('application/createApplication', {
        appName,
        version,
        archType: ['amd64'],
        orgName: ORG,
        containerImage: 'app',
        containerImageVersion: version,
        restartPolicy: 'Always',
        network: { type: 'Host' },
      })
      await portal.ok('application/publishApplicationVersion', { appName, version })
    }
  }
  await createBareNodes(kube, portal, NODE_NAMES)
}
