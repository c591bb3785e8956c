import { describe, expect, it } from 'vitest'
import type { Overview } from '@/lib/overview/schema'
import { firstSteps, type NextRecords } from './first-steps'

const empty: Overview = {
  nodes: { Online: 0, Offline: 0, NotInstalled: 0, Installing: 0, Deleting: 0 },
  deployments: { Init: 0, Deploying: 0, Running: 0, Abnormal: 0, Completed: 0, UpdateInit: 0, Deleting: 0 },
  counts: { orgs: 0, images: 0, imageVersions: 0, applications: 0, publishedVersions: 0 },
  capacity: { cpuCores: 0, memory: 0 },
  requested: { cpuCores: 0, memory: 0 },
  kubelets: [],
}
const none: NextRecords = {}

const done = (overview: Overview) =>
  firstSteps(overview)
    .filter((step) => step.done)
    .map(({ name }) => name)
const step = (name: string, overview: Overview, next = none) =>
  firstSteps(overview, next).find((one) => one.name === name)

describe('the first steps', () => {
  it('are all to be done on an empty console', () => {
    expect(done(empty)).toEqual([])
  })

  it('are done by what there is', () => {
    expect(done({ ...empty, nodes: { ...empty.nodes, NotInstalled: 1 } })).toEqual(['register'])
    expect(done({ ...empty, nodes: { ...empty.nodes, Offline: 1 } })).toEqual(['register', 'join'])
    expect(done({ ...empty, counts: { ...empty.counts, orgs: 1 } })).toEqual([])
    expect(done({ ...empty, counts: { ...empty.counts, imageVersions: 1 } })).toEqual(['upload'])
    expect(done({ ...empty, counts: { ...empty.counts, publishedVersions: 1 } })).toEqual(['publish'])
    expect(done({ ...empty, deployments: { ...empty.deployments, Abnormal: 1 } })).toEqual(['deploy'])
    expect(done({ ...empty, deployments: { ...empty.deployments, Completed: 1 } })).toEqual(['deploy', 'run'])
  })

  it('lead to the half that is to be done', () => {
    expect(step('upload', empty)).toMatchObject({ act: 'createOrg', href: '/images/orgs' })
    const hasOrg = { ...empty, counts: { ...empty.counts, orgs: 1 } }
    expect(step('upload', hasOrg)).toMatchObject({ act: 'upload', href: '/images' })
    expect(step('publish', empty)).toMatchObject({ act: 'createApplication', href: '/applications/new' })
    const hasApplication = { ...empty, counts: { ...empty.counts, applications: 1 } }
    expect(step('publish', hasApplication)).toMatchObject({ act: 'publish', href: '/applications' })
  })

  it('lead to the very record where it is known', () => {
    const next = {
      node: 'a b',
      application: 'till',
      published: { appName: 'till', version: 'v1' },
      deployment: { appName: 'till', nodeName: 'a b' },
    }
    const hasApplication = { ...empty, counts: { ...empty.counts, applications: 1 } }
    expect(firstSteps(hasApplication, next).map(({ href }) => href)).toEqual([
      '/nodes?register',
      '/nodes/view?name=a+b',
      '/images/orgs',
      '/applications/view?app=till',
      '/applications/deploy?app=till&version=v1',
      '/deployments/view?app=till&node=a+b',
    ])
  })
})
