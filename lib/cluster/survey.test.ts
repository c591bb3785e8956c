import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { recordingLog } from '@/lib/testing/log'
import { KubeClient } from './client'
import { describeRight, rightsIn, type Right } from './rights'
import { ClusterSurvey } from './survey'

type Attributes = Pick<Right, 'group' | 'resource' | 'subresource' | 'namespace' | 'name'> & { verb: string }

/** An API server of which a test says what it offers and allows. */
class Api {
  version = 'v1.27.3-gke.100'
  groups = ['apps/v1', 'batch/v1', 'coordination.k8s.io/v1', 'metrics.k8s.io/v1beta1', 'devices.kubeedge.io/v1beta1']
  isAllowed: (asked: Attributes) => boolean = () => true
  /** Answers itself where it likes to. */
  override: (path: string, res: ServerResponse) => boolean = () => false
  asked: Attributes[] = []
  atOnce = { now: 0, most: 0 }

  handle = (req: IncomingMessage, res: ServerResponse): void => {
    const path = req.url ?? ''
    if (this.override(path, res)) return
    if (path === '/version') return void res.end(JSON.stringify({ gitVersion: this.version }))
    if (path === '/api') return void res.end('{"versions":["v1"]}')
    if (path === '/apis') {
      const groups = this.groups.map((groupVersion) => ({
        name: groupVersion.split('/')[0],
        versions: [{ groupVersion }],
      }))
      return void res.end(JSON.stringify({ groups }))
    }
    this.atOnce.most = Math.max(this.atOnce.most, ++this.atOnce.now)
    let body = ''
    req.on('data', (part: Buffer) => (body += part.toString('utf8')))
    req.on('end', () => {
      const { spec } = JSON.parse(body) as { spec: { resourceAttributes: Attributes } }
      this.asked.push(spec.resourceAttributes)
      this.atOnce.now--
      res.writeHead(201).end(JSON.stringify({ status: { allowed: this.isAllowed(spec.resourceAttributes) } }))
    })
  }
}

let api: Api
let server: TestServer
let client: KubeClient
let survey: ClusterSurvey
let lines: Record<string, unknown>[]
beforeEach(async () => {
  api = new Api()
  server = await startHttpServer(api.handle)
  client = new KubeClient(kubeConfigFor(server.url))
  const recording = recordingLog()
  lines = recording.lines
  survey = new ClusterSurvey({ client, namespace: 'shop', log: recording.log })
})
afterEach(async () => {
  await survey.stop()
  client.close()
  await server.stop()
})
const warned = () => lines.map((line) => line.msg).filter((msg) => String(msg).includes('lacks a right'))

describe('what the cluster offers', () => {
  it('counts as there until it was asked', () => {
    expect(survey.findings).toBeUndefined()
    expect(survey.feature('usage')).toMatchObject({ available: true, why: '' })
    expect(survey.missingFeatures).toEqual([])
  })

  it('is told by discovery, and why something is not there', async () => {
    api.groups = ['apps/v1', 'batch/v1', 'coordination.k8s.io/v1', 'metrics.k8s.io/v1', 'devices.kubeedge.io/v1alpha2']
    const found = await survey.look()
    expect(found?.offer).toMatchObject({ version: 'v1.27.3-gke.100', unsupported: '' })
    expect(found?.offer.apis.has('v1')).toBe(true)
    expect(survey.feature('jobs')).toEqual({ name: 'jobs', api: 'batch/v1', available: true, why: '' })
    expect(survey.missingFeatures).toEqual([
      {
        name: 'usage',
        api: 'metrics.k8s.io/v1beta1',
        available: false,
        why: 'the cluster does not offer metrics.k8s.io/v1beta1: how much CPU and memory nodes and pods use',
      },
    ])
  })

  it.each([
    ['v1.19.16', false],
    ['v1.9.0', false],
    ['v1.20.0', true],
    ['v1.30.1+k3s1', true],
    ['1.21.5-eks-bc4871b', true],
    ['v2.0.0', true],
    ['who knows', true],
  ])('a server that is %s can be worked with: %s', async (version, supported) => {
    api.version = version
    const found = await survey.look()
    expect(found?.offer.unsupported).toBe(
      supported ? '' : `the cluster is Kubernetes ${version}; the console needs 1.20 or newer`,
    )
  })

  it('is asked again when the server is back, and what was known stands meanwhile', async () => {
    survey.start()
    await eventually(() => expect(survey.findings).toBeDefined())
    api.override = (_, res) => {
      res.destroy()
      return true
    }
    expect(await survey.look()).toBeUndefined()
    expect(survey.feature('usage').available).toBe(true)
    api.override = () => false
    api.groups = api.groups.filter((group) => !group.startsWith('metrics'))
    const asked = () => server.requests.filter(({ url }) => url === '/apis').length
    const before = asked()
    await client.version()
    await eventually(() => expect(asked()).toBeGreaterThan(before))
    await eventually(async () => {
      await survey.look()
      expect(survey.feature('usage').available).toBe(false)
    })
  })

  it('is only gone where it is so twice: a server that has just started does not tell all', async () => {
    const all = api.groups
    api.groups = []
    expect(await survey.look()).toBeUndefined()
    api.groups = all
    expect((await survey.look())?.offer.apis.has('apps/v1')).toBe(true)
    api.groups = ['apps/v1']
    expect(await survey.look()).toBeUndefined()
    expect(survey.feature('usage').available).toBe(true)
    api.groups = all
    await survey.look()
    api.groups = all.filter((group) => !group.startsWith('metrics'))
    expect(await survey.look()).toBeUndefined()
    expect(await survey.look()).toBeDefined()
    expect(survey.feature('usage').available).toBe(false)
  })

  it.each([
    ['no JSON', (res: ServerResponse) => res.end('<html>')],
    ['no discovery document', (res: ServerResponse) => res.end('{"groups":[{"name":7}]}')],
    ['a refusal', (res: ServerResponse) => res.writeHead(403).end('{"reason":"Forbidden"}')],
  ])('is not known where the answer is %s', async (_, answer) => {
    api.override = (path, res) => {
      if (path === '/apis') answer(res)
      return path === '/apis'
    }
    expect(await survey.look()).toBeUndefined()
  })
})

describe('the rights', () => {
  it('are each asked for, a few at a time', async () => {
    expect((await survey.look())?.missing).toEqual([])
    const wanted = rightsIn('shop').flatMap(({ verbs, group, resource, subresource, namespace, name }) =>
      verbs.map((verb) => JSON.stringify({ verb, group, resource, subresource, namespace, name })),
    )
    const asked = api.asked.map(({ verb, group, resource, subresource, namespace, name }) =>
      JSON.stringify({ verb, group, resource, subresource, namespace, name }),
    )
    expect(asked.sort()).toEqual(wanted.sort())
    expect(api.atOnce.most).toBeLessThanOrEqual(4)
    expect(warned()).toEqual([])
  })

  it('that lack are named, once', async () => {
    api.isAllowed = ({ subresource, resource, verb, namespace }) =>
      subresource !== 'log' && !(resource === 'deployments' && verb.match(/delete|patch/)) && namespace !== 'kubeedge'
    await survey.look()
    await survey.look()
    expect(survey.missingRights.map((right) => describeRight(right))).toEqual([
      'get secrets "tokensecret" in namespace kubeedge',
      'delete, patch deployments.apps in namespace shop',
      'get pods/log in namespace shop',
    ])
    expect(survey.missingRights.map(({ essential }) => essential ?? false)).toEqual([false, true, false])
    expect(warned()).toHaveLength(3)
    expect(warned()[2]).toBe(
      'the console lacks a right in the cluster: get pods/log in namespace shop (to show the logs of containers)',
    )
    api.isAllowed = () => true
    await survey.look()
    expect(survey.missingRights).toEqual([])
  })

  it('to what is not there are not missed', async () => {
    api.groups = ['apps/v1', 'batch/v1', 'coordination.k8s.io/v1']
    api.isAllowed = ({ group }) => group !== 'metrics.k8s.io'
    await survey.look()
    expect(survey.missingRights).toEqual([])
  })

  it('are not known where the cluster does not tell', async () => {
    api.override = (path, res) => {
      if (path.includes('selfsubject')) res.writeHead(403).end('{"reason":"Forbidden","message":"may not ask"}')
      return path.includes('selfsubject')
    }
    const found = await survey.look()
    expect([found?.offer.version, found?.missing]).toEqual(['v1.27.3-gke.100', undefined])
    expect(survey.missingRights).toEqual([])
    expect(lines.map((line) => line.msg)).toContain('the cluster does not tell which rights the console has')
  })
})
