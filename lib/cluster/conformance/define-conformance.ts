import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, makeBench, type Bench } from './fixtures'
import { defineListAndWatchTests } from './lists-and-watches'
import { defineObjectTests } from './objects'
import { TargetClient, type ConformanceTarget } from './target'
import { defineValidationTests } from './validation'
import { defineWorkloadTests } from './workloads'

/**
 * What the console relies on in a Kubernetes cluster. The same tests run against the embedded cluster and a real API
 * server: what only one of them passes is a defect of the embedded one.
 */
export function defineConformance(title: string, open: () => Promise<ConformanceTarget>): void {
  describe(title, () => {
    let bench: Bench

    beforeAll(async () => {
      const client = new TargetClient(await open())
      const namespace = `conformance-${randomBytes(4).toString('hex')}`
      await client.create('/api/v1/namespaces', { metadata: { name: namespace } })
      bench = makeBench(client, namespace)
      await eventually(
        () => client.get(bench.core('serviceaccounts', 'default')),
        ({ code }) => code === 200,
      )
    }, 30_000)

    afterAll(async () => {
      await bench.client.request('DELETE', `/api/v1/namespaces/${bench.namespace}`)
      bench.client.close()
    })

    it('describes itself', async () => {
      const { client } = bench
      expect((await client.get<{ gitVersion: string }>('/version')).body.gitVersion).toMatch(/^v1\.\d+\.\d+/)
      expect((await client.get<string>('/readyz')).body).toBe('ok')
      const { resources } = await client.must<{ resources: { name: string; kind: string; namespaced: boolean }[] }>(
        'GET',
        '/apis/apps/v1',
      )
      expect(resources.find(({ name }) => name === 'deployments')).toMatchObject({
        kind: 'Deployment',
        namespaced: true,
      })
      expect(resources.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['deployments/status', 'deployments/scale', 'replicasets']),
      )
      const { groups } = await client.must<{ groups: { name: string }[] }>('GET', '/apis')
      expect(groups.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['apps', 'authorization.k8s.io', 'batch', 'coordination.k8s.io']),
      )
    })

    it('tells what whoever asks may do', async () => {
      const { client, namespace } = bench
      const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
      const resourceAttributes = { verb: 'get', resource: 'pods', subresource: 'log', namespace }
      const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' }
      const answer = await client.request('POST', reviews, {
        ...review,
        spec: { resourceAttributes },
      })
      expect(answer).toMatchObject({ code: 201, body: { spec: { resourceAttributes }, status: { allowed: true } } })
      expect(await client.request('POST', reviews, { ...review, spec: {} })).toMatchObject({
        code: 422,
        body: { reason: 'Invalid' },
      })
    })

    describe('objects', () => defineObjectTests(() => bench))
    describe('lists and watches', () => defineListAndWatchTests(() => bench))
    describe('validation', () => defineValidationTests(() => bench))
    describe('workloads', () => defineWorkloadTests(() => bench))
  })
}
