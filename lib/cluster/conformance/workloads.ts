import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  DeploymentObject,
  EventObject,
  JobObject,
  KubeList,
  PodObject,
  ReplicaSetObject,
} from '@/lib/cluster/kinds'
import { deployment, eventually, HandMadeNode, job, podsOf, template, type Bench } from './fixtures'
import { MERGE, STRATEGIC } from './target'

const IMAGE_2 = {
  spec: { template: { spec: { containers: [{ name: 'main', image: 'registry.invalid/demo/web:2' }] } } },
}

/** Controllers and scheduler, on nodes whose kubelet is the suite itself. */
export function defineWorkloadTests(bench: () => Bench): void {
  describe('on a node', () => {
    let node: HandMadeNode
    const hostname = (): Record<string, string> => ({ 'kubernetes.io/hostname': node.name })
    const onNode = (name: string, spec: Partial<DeploymentObject['spec']> = {}) =>
      deployment(name, { template: template({ app: name }, { nodeSelector: hostname() }), ...spec })
    const onePod = (app: string, meets: (pod: PodObject) => boolean = () => true) =>
      eventually(
        () => podsOf(bench(), `app=${app}`),
        (pods) => pods.filter(({ metadata }) => !metadata.deletionTimestamp).some(meets),
      ).then((pods) => {
        const pod = pods.find((item) => !item.metadata.deletionTimestamp && meets(item))
        if (!pod) throw new Error(`no pod of ${app}`)
        return pod
      })
    const getDeployment = (name: string) =>
      bench().client.must<DeploymentObject>('GET', bench().apps('deployments', name))
    const condition = (object: DeploymentObject, type: string) =>
      object.status?.conditions?.find((item) => item.type === type)

    beforeAll(async () => {
      node = new HandMadeNode(bench().client, `${bench().namespace}-node`)
      await node.register()
    }, 30_000)

    afterAll(() => node.remove())

    it('rolls a deployment out, over and back', async () => {
      const { client, apps } = bench()
      await client.create(
        apps('deployments'),
        onNode('roll', { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } }),
      )
      const pod = await onePod('roll', ({ spec }) => spec.nodeName === node.name)
      expect(pod.metadata.ownerReferences).toMatchObject([
        { kind: 'ReplicaSet', controller: true, blockOwnerDeletion: true },
      ])
      expect(pod.metadata.labels?.['pod-template-hash']).toBeTruthy()
      await node.report(pod, 'Running')
      const up = await eventually(
        () => getDeployment('roll'),
        (item) =>
          item.status?.availableReplicas === 1 && condition(item, 'Progressing')?.reason === 'NewReplicaSetAvailable',
      )
      expect(up.status).toMatchObject({
        observedGeneration: up.metadata.generation,
        replicas: 1,
        updatedReplicas: 1,
        readyReplicas: 1,
      })
      expect(condition(up, 'Available')).toMatchObject({ status: 'True', reason: 'MinimumReplicasAvailable' })
      expect(up.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('1')
      expect(up.metadata.generation).toBe(1)

      await client.must('PATCH', apps('deployments', 'roll'), IMAGE_2, STRATEGIC)
      const fresh = await onePod(
        'roll',
        ({ spec }) => spec.nodeName === node.name && spec.containers[0]?.image?.endsWith(':2') === true,
      )
      await node.report(fresh, 'Running')
      const gone = await eventually(
        () => client.get<PodObject>(bench().core('pods', pod.metadata.name)),
        ({ code, body }) => code === 404 || Boolean(body.metadata.deletionTimestamp),
      )
      if (gone.code === 200) await node.finish(gone.body)
      const over = await eventually(
        () => getDeployment('roll'),
        (item) =>
          item.status?.replicas === 1 && item.status.updatedReplicas === 1 && item.status.availableReplicas === 1,
      )
      expect(over.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2')
      const sets = await client.must<KubeList<ReplicaSetObject>>(
        'GET',
        `${apps('replicasets')}?labelSelector=app%3Droll`,
      )
      expect(sets.items.map(({ spec }) => spec.replicas).sort()).toEqual([0, 1])
      const events = await client.must<KubeList<EventObject>>(
        'GET',
        `${bench().core('events')}?fieldSelector=involvedObject.name%3Droll`,
      )
      expect(
        events.items.some(
          ({ reason, message }) => reason === 'ScalingReplicaSet' && message?.startsWith('Scaled up replica set roll-'),
        ),
      ).toBe(true)
    }, 60_000)

    it('waits for minReadySeconds before a pod counts as available', async () => {
      const { client, apps } = bench()
      await client.create(apps('deployments'), onNode('slow', { minReadySeconds: 2 }))
      await node.report(await onePod('slow', ({ spec }) => spec.nodeName === node.name), 'Running')
      const ready = await eventually(
        () => getDeployment('slow'),
        (item) => item.status?.readyReplicas === 1,
      )
      expect(ready.status?.availableReplicas).toBeUndefined()
      await eventually(
        () => getDeployment('slow'),
        (item) => item.status?.availableReplicas === 1,
      )
    }, 60_000)

    it('calls a rollout stuck after its progress deadline', async () => {
      const { client, apps } = bench()
      await client.create(apps('deployments'), onNode('stuck', { progressDeadlineSeconds: 2 }))
      const stuck = await eventually(
        () => getDeployment('stuck'),
        (item) => condition(item, 'Progressing')?.status === 'False',
      )
      expect(condition(stuck, 'Progressing')?.reason).toBe('ProgressDeadlineExceeded')
      expect(condition(stuck, 'Progressing')?.message).toMatch(/^ReplicaSet "stuck-\w+" has timed out progressing\.$/)
      expect(condition(stuck, 'Available')).toMatchObject({ status: 'False', reason: 'MinimumReplicasUnavailable' })
    }, 60_000)

    it('holds a pod back whose host port is taken, until the port is free', async () => {
      const { client, apps, core } = bench()
      const withPort = (name: string) =>
        onNode(name, {
          template: template(
            { app: name },
            {
              nodeSelector: hostname(),
              containers: [
                { name: 'main', image: 'registry.invalid/demo/web:1', ports: [{ containerPort: 80, hostPort: 8088 }] },
              ],
            },
          ),
        })
      await client.create(apps('deployments'), withPort('port-a'))
      const first = await onePod('port-a', ({ spec }) => spec.nodeName === node.name)
      await client.create(apps('deployments'), withPort('port-b'))
      const second = await onePod(
        'port-b',
        ({ status }) => status?.conditions?.some(({ reason }) => reason === 'Unschedulable') === true,
      )
      const scheduled = second.status?.conditions?.find(({ type }) => type === 'PodScheduled')
      expect(scheduled?.status).toBe('False')
      expect(scheduled?.message).toMatch(/^0\/\d+ nodes are available: /)
      expect(scheduled?.message).toContain("1 node(s) didn't have free ports for the requested pod ports")
      const events = await eventually(
        () =>
          client.must<KubeList<EventObject>>(
            'GET',
            `${core('events')}?fieldSelector=involvedObject.name%3D${second.metadata.name}`,
          ),
        ({ items }) => items.some(({ reason }) => reason === 'FailedScheduling'),
      )
      expect(events.items.find(({ reason }) => reason === 'FailedScheduling')?.type).toBe('Warning')
      await client.must('DELETE', apps('deployments', 'port-a'))
      await eventually(
        () => client.get<PodObject>(core('pods', first.metadata.name)),
        ({ code, body }) => code === 404 || Boolean(body.metadata.deletionTimestamp),
      )
      await node.finish(first)
      await onePod('port-b', ({ spec }) => spec.nodeName === node.name)
      await client.must('DELETE', apps('deployments', 'port-b'))
    }, 60_000)

    it('does not schedule what no node matches or has room for', async () => {
      const { client, core } = bench()
      const pod = (name: string, spec: object) => ({ metadata: { name }, spec: { ...template({}).spec, ...spec } })
      await client.create(core('pods'), pod('nowhere', { nodeSelector: { 'kubernetes.io/hostname': 'no-such-node' } }))
      await client.create(
        core('pods'),
        pod('huge', {
          nodeSelector: hostname(),
          containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: '64' } } }],
        }),
      )
      const messageOf = async (name: string) => {
        const seen = await eventually(
          () => client.must<PodObject>('GET', core('pods', name)),
          ({ status }) => status?.conditions?.some(({ reason }) => reason === 'Unschedulable') === true,
        )
        return seen.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message
      }
      expect(await messageOf('nowhere')).toContain("node(s) didn't match Pod's node affinity")
      expect(await messageOf('huge')).toContain('1 Insufficient cpu')
      for (const name of ['nowhere', 'huge']) await client.must('DELETE', core('pods', name))
    }, 60_000)

    it('completes a job whose pod succeeds', async () => {
      const { client, jobs } = bench()
      await client.create(
        jobs(),
        job('done', { template: template({ app: 'done' }, { restartPolicy: 'Never', nodeSelector: hostname() }) }),
      )
      const pod = await onePod('done', ({ spec }) => spec.nodeName === node.name)
      const active = await eventually(
        () => client.must<JobObject>('GET', jobs('done')),
        ({ status }) => status?.active === 1,
      )
      expect(active.status?.startTime).toBeDefined()
      await node.report(pod, 'Succeeded')
      const done = await eventually(
        () => client.must<JobObject>('GET', jobs('done')),
        ({ status }) => status?.succeeded === 1 && status.completionTime !== undefined,
      )
      expect(done.status?.conditions).toMatchObject([{ type: 'Complete', status: 'True' }])
      expect(done.status?.active).toBeUndefined()
      await client.must('DELETE', `${jobs('done')}?propagationPolicy=Background`)
      await eventually(
        () => podsOf(bench(), 'app=done'),
        (pods) => pods.length === 0,
      )
    }, 60_000)

    it('fails a job whose pods fail too often', async () => {
      const { client, jobs } = bench()
      await client.create(
        jobs(),
        job('fails', {
          backoffLimit: 0,
          template: template({ app: 'fails' }, { restartPolicy: 'Never', nodeSelector: hostname() }),
        }),
      )
      await node.report(await onePod('fails', ({ spec }) => spec.nodeName === node.name), 'Failed', 3)
      const failed = await eventually(
        () => client.must<JobObject>('GET', jobs('fails')),
        ({ status }) => Boolean(status?.conditions?.length),
      )
      expect(failed.status?.conditions).toMatchObject([
        {
          type: 'Failed',
          status: 'True',
          reason: 'BackoffLimitExceeded',
          message: 'Job has reached the specified backoff limit',
        },
      ])
      expect(failed.status).toMatchObject({ failed: 1 })
      expect(failed.status?.completionTime).toBeUndefined()
    }, 60_000)

    it('collects the dependents of what is deleted, in the background and in the foreground, and spares orphans', async () => {
      const { client, apps } = bench()
      const sets = async (app: string) =>
        (await client.must<KubeList<ReplicaSetObject>>('GET', `${apps('replicasets')}?labelSelector=app%3D${app}`))
          .items
      for (const policy of ['Background', 'Foreground', 'Orphan']) {
        const app = `gc-${policy.toLowerCase()}`
        await client.create(apps('deployments'), deployment(app, { replicas: 0 }))
        await eventually(
          () => sets(app),
          (items) => items.length === 1,
        )
        await client.must('DELETE', apps('deployments', app), { propagationPolicy: policy })
        await eventually(
          () => client.get(apps('deployments', app)),
          ({ code }) => code === 404,
        )
        if (policy === 'Orphan') expect((await sets(app))[0]?.metadata.ownerReferences).toBeUndefined()
        else
          await eventually(
            () => sets(app),
            (items) => items.length === 0,
          )
      }
    }, 60_000)

    it('cordons a node with a taint', async () => {
      const { client } = bench()
      await client.must('PATCH', `/api/v1/nodes/${node.name}`, { spec: { unschedulable: true } }, MERGE)
      await eventually(
        () => node.get(),
        ({ spec }) =>
          spec?.taints?.some(
            ({ key, effect }) => key === 'node.kubernetes.io/unschedulable' && effect === 'NoSchedule',
          ) === true,
      )
      await client.must('PATCH', `/api/v1/nodes/${node.name}`, { spec: { unschedulable: null } }, MERGE)
      await eventually(
        () => node.get(),
        ({ spec }) => !spec?.taints?.length,
      )
    }, 60_000)
  })

  it('finds out that a node is lost', async () => {
    const { client, core } = bench()
    const node = new HandMadeNode(client, `${bench().namespace}-lost`)
    await node.register()
    const pod = {
      metadata: { name: 'left' },
      spec: { ...template({}).spec, nodeSelector: { 'kubernetes.io/hostname': node.name } },
    }
    await client.create(core('pods'), pod)
    const bound = await eventually(
      () => client.must<PodObject>('GET', core('pods', 'left')),
      ({ spec }) => spec.nodeName === node.name,
    )
    await node.report(bound, 'Running')
    node.stop()
    const lost = await eventually(
      () => node.get(),
      ({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'Unknown',
      40_000,
    )
    expect(lost.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    })
    // NoExecute comes later, and not at all while a real node controller takes itself for the lost one
    await eventually(
      () => node.get(),
      ({ spec }) =>
        spec?.taints?.some(({ key, effect }) => key === 'node.kubernetes.io/unreachable' && effect === 'NoSchedule') ===
        true,
    )
    const unready = await eventually(
      () => client.must<PodObject>('GET', core('pods', 'left')),
      ({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'False',
    )
    expect(unready.status?.phase).toBe('Running')
    expect(unready.metadata.deletionTimestamp).toBeUndefined()
    await node.finish(bound)
    await node.remove()
  }, 90_000)

  it('empties a namespace before it goes', async () => {
    const { client } = bench()
    const name = `${bench().namespace}-gone`
    await client.create('/api/v1/namespaces', { metadata: { name } })
    await client.create(`/api/v1/namespaces/${name}/configmaps`, { metadata: { name: 'inside' } })
    const deleting = await client.must('DELETE', `/api/v1/namespaces/${name}`)
    expect(deleting).toMatchObject({ kind: 'Namespace', status: { phase: 'Terminating' } })
    await eventually(
      () => client.get(`/api/v1/namespaces/${name}`),
      ({ code }) => code === 404,
      40_000,
    )
    expect((await client.request('DELETE', '/api/v1/namespaces/default')).code).toBe(403)
  }, 60_000)
}
