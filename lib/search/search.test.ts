import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '@/lib/auth/caller'
import type { Db, Tx } from '@/lib/db/db'
import { openMigrated, providersHere, startDatabaseServer, type DatabaseServer } from '@/lib/db/testing/databases'
import { testApp } from '@/lib/testing/app'
import { search } from './service'

const TENANT = { clusterId: 0, groupId: 0, userId: 1 }
const OTHER = { clusterId: 0, groupId: 0, userId: 2 }
const MANY = 60

async function addNode(tx: Tx, tenant: Tenant, name: string, status = 'Online') {
  const uniqueName = `node-${tenant.userId}-${name}`
  return tx.node.create({ data: { ...tenant, name, nodeType: 'Generic', uniqueName, status } })
}

async function addImage(tx: Tx, tenant: Tenant, orgName: string, imageName: string, tags: readonly string[]) {
  const { clusterId, groupId, userId } = tenant
  const org = await tx.imageOrg.upsert({
    where: { clusterId_orgName: { clusterId, orgName } },
    create: { clusterId, ownerGroupId: groupId, ownerUserId: userId, orgName },
    update: {},
  })
  const { id: recordId } = await tx.image.create({ data: { ...tenant, orgName, imageName, orgId: org.id } })
  for (const imageVersion of tags) {
    const names = { orgName, imageName, imageVersion, reference: `r/p/${orgName}/${imageName}:${imageVersion}` }
    const content = { imageId: 'sha256:i', digest: 'sha256:d', sizeBytes: 1n, tagSortKey: imageVersion }
    await tx.imageVersion.create({ data: { ...tenant, recordId, ...names, ...content } })
  }
}

async function addApplication(tx: Tx, tenant: Tenant, appName: string) {
  const application = await tx.application.create({ data: { ...tenant, appName, appType: 'UserDefine' } })
  const image = { orgName: 'o', containerImage: 'i', containerImageVersion: '1', containerImagePath: 'r/o/i:1' }
  const rest = { status: 'Published', archType: 'amd64', restartPolicy: 'Always', network: '{}' }
  const version = await tx.applicationVersion.create({
    data: { ...tenant, ...image, ...rest, applicationId: application.id, appName, version: 'v1' },
  })
  return { applicationId: application.id, applicationVersionId: version.id, appName }
}

type Application = Awaited<ReturnType<typeof addApplication>>

function deploy(tx: Tx, tenant: Tenant, application: Application, node: { id: number; name: string }) {
  const id = `${application.applicationId}-${node.id}`
  const names = { nodeId: node.id, nodeName: node.name, uniqueName: id, version: 'v1', containerImagePath: 'r/o/i:1' }
  const uuids = { deployUUID: `deploy-${id}`, containerUUID: `container-${id}` }
  return tx.deployment.create({ data: { ...tenant, ...application, ...names, ...uuids, status: 'Running' } })
}

async function seed(tx: Tx) {
  const shop = await addNode(tx, TENANT, 'shop 1', 'Offline')
  const edge = await addNode(tx, TENANT, 'Edge-till')
  for (const name of ['till%1', 'a_b', 'axb', '北京 门店', '上海 门店']) await addNode(tx, TENANT, name)
  const till = await addApplication(tx, TENANT, 'till')
  const camera = await addApplication(tx, TENANT, 'camera till')
  for (const node of [shop, edge]) await deploy(tx, TENANT, till, node)
  await deploy(tx, TENANT, camera, shop)
  for (let i = 0; i < MANY; i++) {
    const node = await addNode(tx, TENANT, `line-${String(i).padStart(2, '0')}`)
    await deploy(tx, TENANT, till, node)
  }
  await addImage(tx, TENANT, 'retail', 'till', ['1.0', '1.1'])
  await addImage(tx, TENANT, 'base', 'retail-web', ['2'])
  await addNode(tx, OTHER, 'till of another')
  await addImage(tx, OTHER, 'till-foreign', 'till', ['1.0'])
  await deploy(tx, OTHER, await addApplication(tx, OTHER, 'till'), await addNode(tx, OTHER, 'shop 2'))
}

describe.each(providersHere())('the search on %s', (provider) => {
  let server: DatabaseServer
  let db: Db
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
    db = await openMigrated(server)
    await db.write(seed)
  })
  afterAll(async () => {
    await db.close()
    await server.stop()
  })

  const find = (text: string, limit = 5, tenant = TENANT) => {
    const caller = { tenant, userName: 'admin', role: 'viewer', via: 'session' } as const
    const signal = new AbortController().signal
    return search({ app: testApp({ db }), caller, db: db.read, changed: () => undefined, signal }, { text, limit })
  }
  const nodes = async (text: string) => (await find(text)).nodes.map(({ name }) => name)

  it('finds everything that has the name, what begins with it first', async () => {
    const found = await find('TILL')
    expect(found).toMatchObject({
      nodes: [{ name: 'till%1', status: 'Online' }, { name: 'Edge-till' }],
      orgs: [],
      images: [{ orgName: 'retail', imageName: 'till' }],
      applications: [{ appName: 'till' }, { appName: 'camera till' }],
    })
    expect(found.imageVersions.map(({ imageVersion }) => imageVersion)).toEqual(['1.1', '1.0'])
    expect(found.deployments).toHaveLength(5)
  })

  it.each([
    ['shop', ['shop 1']],
    ['门店 北京', ['北京 门店']],
    ['  1   SHOP ', ['shop 1']],
    ['shop nowhere', []],
    ['%', ['till%1']],
    ['a_b', ['a_b']],
    ['\\', []],
    ["'", []],
    ['   ', []],
  ])('finds nodes by %j: all words, each as it is', async (text, expected) =>
    expect(await nodes(text)).toEqual(expected),
  )

  it('finds an image by its reference', async () => {
    const { images, imageVersions } = await find('retail/till:1.0')
    expect(images).toEqual([])
    expect(imageVersions).toEqual([{ orgName: 'retail', imageName: 'till', imageVersion: '1.0' }])
    expect((await find('retail')).images.map(({ imageName }) => imageName)).toEqual(['retail-web', 'till'])
    expect((await find('retail')).orgs).toEqual([{ orgName: 'retail' }])
  })

  it('finds deployments by application and node together', async () => {
    const places = async (text: string, limit = 5) =>
      (await find(text, limit)).deployments.map(({ appName, nodeName }) => `${appName} on ${nodeName}`)
    expect(await places('till shop')).toEqual(['till on shop 1', 'camera till on shop 1'])
    expect(await places('camera')).toEqual(['camera till on shop 1'])
    expect(await places('line-07')).toEqual(['till on line-07'])
    expect(await places('line-07 till')).toEqual(['till on line-07'])
    expect(await places('line-07 camera')).toEqual([])
    expect(await places('till nowhere')).toEqual([])
    expect(await places('edge')).toEqual(['till on Edge-till'])
    expect(await places('line', 3)).toHaveLength(3)
  })

  it('finds no more of a kind than asked for, and prefers what begins with the word', async () => {
    expect((await find('ine', 20)).nodes).toHaveLength(20)
    expect((await find('l', 2)).nodes.map(({ name }) => name)).toEqual(['line-00', 'line-01'])
  })

  it('finds nothing of another tenant', async () => {
    const found = await find('till', 20, OTHER)
    expect(found.nodes.map(({ name }) => name)).toEqual(['till of another'])
    expect(found.deployments.map(({ nodeName }) => nodeName)).toEqual(['shop 2'])
    expect(found.images).toEqual([{ orgName: 'till-foreign', imageName: 'till' }])
    expect((await find('camera', 20, OTHER)).applications).toEqual([])
  })
})
