import type { Tenant } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'
import type { Activity } from '@/lib/db/generated/sqlite/client'
import type { ActivitySubject } from './schema'

/** Which of what an activity names there still is. */
export type StillThere = (activity: Activity) => ActivitySubject[]

const key = (...names: string[]) => JSON.stringify(names)
const known = (names: string[]) => ({ in: [...new Set(names)].filter((name) => name !== '') })

/** Looks up, for a page of activities at once, what they name. */
export async function findStillThere(db: Tx, tenant: Tenant, activities: readonly Activity[]): Promise<StillThere> {
  const names = (field: 'nodeName' | 'appName' | 'imageName' | 'version') =>
    known(activities.map((activity) => activity[field]))
  const version = names('version')
  const [nodes, apps, images] = await Promise.all([
    db.node.findMany({ where: { ...tenant, name: names('nodeName') }, select: { name: true } }),
    db.application.findMany({
      where: { ...tenant, appName: names('appName') },
      select: { appName: true, versions: { where: { version }, select: { version: true } } },
    }),
    findImages(db, tenant, names('imageName').in, version),
  ])
  const there: Record<ActivitySubject, Set<string>> = {
    ...images,
    node: new Set(nodes.map(({ name }) => name)),
    application: new Set(apps.map((app) => app.appName)),
    version: new Set(apps.flatMap((app) => app.versions.map(({ version }) => key(app.appName, version)))),
  }
  return (activity) => subjectsOf(activity).flatMap(([subject, name]) => (there[subject].has(name) ? [subject] : []))
}

/** What an activity is about, each with the key that it is looked up by. */
function subjectsOf({ nodeName, appName, version, imageName }: Activity): [ActivitySubject, string][] {
  const [org = ''] = imageName.split('/')
  return [
    ['node', nodeName],
    ['org', org],
    ['image', imageName],
    ['imageVersion', key(imageName, version)],
    ['application', appName],
    ['version', key(appName, version)],
  ]
}

async function findImages(
  db: Tx,
  { clusterId, groupId, userId }: Tenant,
  names: string[],
  imageVersion: { in: string[] },
) {
  const orgName = known(names.map((name) => name.split('/')[0] ?? ''))
  const imageName = known(names.map((name) => name.slice(name.indexOf('/') + 1)))
  const owner = { clusterId, ownerGroupId: groupId, ownerUserId: userId }
  const orgs = await db.imageOrg.findMany({
    where: { ...owner, orgName },
    select: {
      orgName: true,
      images: {
        where: { imageName },
        select: { imageName: true, versions: { where: { imageVersion }, select: { imageVersion: true } } },
      },
    },
  })
  const images = orgs.flatMap((org) =>
    org.images.map((image) => ({ name: `${org.orgName}/${image.imageName}`, versions: image.versions })),
  )
  return {
    org: new Set(orgs.map((org) => org.orgName)),
    image: new Set(images.map(({ name }) => name)),
    imageVersion: new Set(
      images.flatMap(({ name, versions }) => versions.map(({ imageVersion }) => key(name, imageVersion))),
    ),
  }
}
