import { links } from '@/lib/client/links'
import type { Overview } from '@/lib/overview/schema'

/** The way from an empty console to an application that runs at the edge, in its order. */
export type StepName = 'register' | 'join' | 'upload' | 'publish' | 'deploy' | 'run'

export interface Step {
  name: StepName
  done: boolean
  /** What the step's button says: some steps have two halves. */
  act: StepName | 'createOrg' | 'createApplication'
  /** Where it is done. */
  href: string
}

/** The records that the next steps are about, as far as they are known. */
export interface NextRecords {
  /** A node that has not joined. */
  node?: string | undefined
  application?: string | undefined
  published?: { appName: string; version: string } | undefined
  deployment?: { appName: string; nodeName: string } | undefined
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0)

/** Which steps are done, by what there is. */
export function firstSteps({ nodes, deployments, counts }: Overview, next: NextRecords = {}): Step[] {
  const { node, application, published, deployment } = next
  const hasOrg = counts.orgs > 0
  const hasApplication = counts.applications > 0
  return [
    { name: 'register', act: 'register', done: sum(nodes) > 0, href: links.registerNode },
    {
      name: 'join',
      act: 'join',
      done: nodes.Online + nodes.Offline > 0,
      href: node === undefined ? links.nodes : links.node(node),
    },
    {
      name: 'upload',
      act: hasOrg ? 'upload' : 'createOrg',
      done: counts.imageVersions > 0,
      href: hasOrg ? links.images : links.orgs,
    },
    {
      name: 'publish',
      act: hasApplication ? 'publish' : 'createApplication',
      done: counts.publishedVersions > 0,
      href: !hasApplication
        ? links.newApplication
        : application === undefined
          ? links.applications
          : links.application(application),
    },
    {
      name: 'deploy',
      act: 'deploy',
      done: sum(deployments) > 0,
      href: published ? links.deploy(published.appName, published.version) : links.applications,
    },
    {
      name: 'run',
      act: 'run',
      done: deployments.Running + deployments.Completed > 0,
      href: deployment ? links.deployment(deployment.appName, deployment.nodeName) : links.deployments,
    },
  ]
}
