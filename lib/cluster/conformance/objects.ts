import { expect, it } from 'vitest'
import type {
  ConfigMapObject,
  DeploymentObject,
  KubeList,
  KubeObject,
  PodObject,
  SecretObject,
  StatusObject,
} from '@/lib/cluster/kinds'
import { configMap, deployment, template, type Bench } from './fixtures'
import { JSON_PATCH, MERGE, STRATEGIC } from './target'

/** Single objects: create, read, replace, patch, delete, and what is refused. */
export function defineObjectTests(bench: () => Bench): void {
  it('creates, reads, replaces and deletes an object', async () => {
    const { client, core } = bench()
    const created = await client.create<ConfigMapObject>(core('configmaps'), configMap('crud', { a: '1' }, { k: 'v' }))
    expect(created.metadata).toMatchObject({ name: 'crud', namespace: bench().namespace, labels: { a: '1' } })
    expect(created.metadata.uid).toMatch(/^[0-9a-f-]{36}$/)
    expect(created.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const replaced = await client.must<ConfigMapObject>('PUT', core('configmaps', 'crud'), {
      ...created,
      data: { k: 'w' },
    })
    expect(Number(replaced.metadata.resourceVersion)).toBeGreaterThan(Number(created.metadata.resourceVersion))
    expect(replaced.metadata.uid).toBe(created.metadata.uid)
    const unchanged = await client.must<ConfigMapObject>('PUT', core('configmaps', 'crud'), replaced)
    expect(unchanged.metadata.resourceVersion).toBe(replaced.metadata.resourceVersion)
    const deleted = await client.request<StatusObject>('DELETE', core('configmaps', 'crud'))
    expect(deleted).toMatchObject({
      code: 200,
      body: {
        kind: 'Status',
        status: 'Success',
        details: { name: 'crud', kind: 'configmaps', uid: created.metadata.uid },
      },
    })
    const gone = await client.get<StatusObject>(core('configmaps', 'crud'))
    expect(gone.code).toBe(404)
    expect(gone.body).toMatchObject({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      reason: 'NotFound',
      code: 404,
      message: 'configmaps "crud" not found',
      details: { name: 'crud', kind: 'configmaps' },
    })
  })

  it('makes a name of generateName', async () => {
    const { client, core } = bench()
    const created = await client.create<ConfigMapObject>(core('configmaps'), { metadata: { generateName: 'gen-' } })
    expect(created.metadata.name).toMatch(/^gen-[a-z0-9]{5}$/)
    expect(created.metadata.generateName).toBe('gen-')
  })

  it('refuses an existing name, a stale resourceVersion and another name than that of the path', async () => {
    const { client, core } = bench()
    const first = await client.create<ConfigMapObject>(core('configmaps'), configMap('stale'))
    const twice = await client.request('POST', core('configmaps'), configMap('stale'))
    expect(twice).toMatchObject({
      code: 409,
      body: {
        reason: 'AlreadyExists',
        message: 'configmaps "stale" already exists',
        details: { name: 'stale', kind: 'configmaps' },
      },
    })
    await client.must('PATCH', core('configmaps', 'stale'), { data: { a: 'b' } }, MERGE)
    const stale = await client.request('PUT', core('configmaps', 'stale'), { ...first, data: { c: 'd' } })
    expect(stale).toMatchObject({
      code: 409,
      body: {
        reason: 'Conflict',
        message:
          'Operation cannot be fulfilled on configmaps "stale": the object has been modified; please apply your changes to the latest version and try again',
      },
    })
    const renamed = await client.request('PUT', core('configmaps', 'stale'), configMap('other'))
    expect(renamed).toMatchObject({
      code: 400,
      body: {
        reason: 'BadRequest',
        message: 'the name of the object (other) does not match the name on the URL (stale)',
      },
    })
  })

  it('refuses a missing namespace, a namespace other than that of the path, and methods and paths that are not there', async () => {
    const { client, core, apps } = bench()
    const nowhere = await client.request('POST', '/api/v1/namespaces/no-such-namespace/configmaps', configMap('x'))
    expect(nowhere).toMatchObject({
      code: 404,
      body: {
        reason: 'NotFound',
        message: 'namespaces "no-such-namespace" not found',
        details: { name: 'no-such-namespace', kind: 'namespaces' },
      },
    })
    const elsewhere = await client.request('POST', core('configmaps'), { metadata: { name: 'x', namespace: 'other' } })
    expect(elsewhere).toMatchObject({
      code: 400,
      body: { message: 'the namespace of the provided object does not match the namespace sent on the request' },
    })
    expect(await client.request('PUT', apps('deployments'), {})).toMatchObject({
      code: 405,
      body: { reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource' },
    })
    expect(await client.get('/apis/apps/v1/nonsense')).toMatchObject({
      code: 404,
      body: { reason: 'NotFound', message: 'the server could not find the requested resource' },
    })
    expect((await client.get('/apis/nonsense/v1')).code).toBe(404)
  })

  it('refuses a body that is no JSON, of another kind, of a wrong type, or in another format', async () => {
    const { client, apps } = bench()
    const post = (body: unknown, type?: string) => client.request<StatusObject>('POST', apps('deployments'), body, type)
    const garbage = await post('{not json')
    expect(garbage).toMatchObject({ code: 400, body: { reason: 'BadRequest' } })
    expect(garbage.body.message).toContain(
      "the object provided is unrecognized (must be of type Deployment): couldn't get version/kind; json parse error",
    )
    const pod = await post({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } })
    expect(pod).toMatchObject({
      code: 400,
      body: {
        message:
          'Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion',
      },
    })
    const wrongType = await post({ metadata: { name: 'x' }, spec: { replicas: 'two' } })
    expect(wrongType).toMatchObject({ code: 400, body: { reason: 'BadRequest' } })
    expect(wrongType.body.message).toContain('Deployment in version "v1" cannot be handled as a Deployment: ')
    expect(await post('x', 'text/plain')).toMatchObject({ code: 415, body: { reason: 'UnsupportedMediaType' } })
  })

  it('keeps secrets as base64 and takes plain text in stringData', async () => {
    const { client, core } = bench()
    const secret = await client.create<SecretObject>(core('secrets'), {
      metadata: { name: 'plain' },
      stringData: { a: 'b' },
      data: { c: 'ZA==' },
    })
    expect(secret).toMatchObject({ type: 'Opaque', data: { a: 'Yg==', c: 'ZA==' } })
    expect(secret.stringData).toBeUndefined()
    expect(
      (await client.request('POST', core('secrets'), { metadata: { name: 'bad' }, data: { a: 'not base64!' } })).code,
    ).toBe(400)
  })

  it('applies merge, JSON and strategic merge patches', async () => {
    const { client, core, apps } = bench()
    await client.create(core('configmaps'), configMap('patched', { keep: '1', drop: '2' }, { a: '1' }))
    const path = core('configmaps', 'patched')
    const merged = await client.must<ConfigMapObject>(
      'PATCH',
      path,
      { metadata: { labels: { drop: null, add: '3' } }, data: { b: '2' } },
      MERGE,
    )
    expect(merged).toMatchObject({ metadata: { labels: { keep: '1', add: '3' } }, data: { a: '1', b: '2' } })
    expect(merged.metadata.labels).not.toHaveProperty('drop')
    const operations = [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/data/a', value: '9' },
      { op: 'add', path: '/metadata/labels/x~1y', value: 'z' },
      { op: 'remove', path: '/data/b' },
    ]
    const patched = await client.must<ConfigMapObject>('PATCH', path, operations, JSON_PATCH)
    expect(patched).toMatchObject({ metadata: { labels: { 'x/y': 'z' } }, data: { a: '9' } })
    expect(
      await client.request('PATCH', path, [{ op: 'test', path: '/data/a', value: '1' }], JSON_PATCH),
    ).toMatchObject({ code: 422, body: { reason: 'Invalid' } })
    expect(await client.request('PATCH', path, [{ op: 'remove', path: '/data/none' }], JSON_PATCH)).toMatchObject({
      code: 422,
    })
    expect(await client.request('PATCH', path, { metadata: { resourceVersion: '1' } }, MERGE)).toMatchObject({
      code: 409,
      body: { reason: 'Conflict' },
    })
    expect(await client.request('PATCH', path, {}, 'application/json')).toMatchObject({ code: 415 })
    await client.create(apps('deployments'), deployment('strategic'))
    const change = {
      spec: { template: { spec: { containers: [{ name: 'side', image: 'registry.invalid/side:1' }] } } },
    }
    const { spec } = await client.must<DeploymentObject>('PATCH', apps('deployments', 'strategic'), change, STRATEGIC)
    expect(spec.template.spec.containers.map(({ name }) => name).sort()).toEqual(['main', 'side'])
    const removal = { spec: { template: { spec: { containers: [{ name: 'side', $patch: 'delete' }] } } } }
    const after = await client.must<DeploymentObject>('PATCH', apps('deployments', 'strategic'), removal, STRATEGIC)
    expect(after.spec.template.spec.containers.map(({ name }) => name)).toEqual(['main'])
  })

  it('writes spec and status apart, and counts generations of the spec', async () => {
    const { client, apps } = bench()
    const paused = { paused: true }
    const created = await client.create<DeploymentObject>(apps('deployments'), deployment('generations', paused))
    expect(created.metadata.generation).toBe(1)
    const path = apps('deployments', 'generations')
    const labelled = await client.must('PATCH', path, { metadata: { labels: { a: 'b' } } }, MERGE)
    expect(labelled.metadata.generation).toBe(1)
    const scaled = await client.must('PATCH', path, { spec: { replicas: 0 } }, MERGE)
    expect(scaled.metadata.generation).toBe(2)
    const status = await client.must<DeploymentObject>(
      'PATCH',
      `${path}/status`,
      { spec: { replicas: 7 }, status: { replicas: 0 } },
      MERGE,
    )
    expect(status.spec.replicas).toBe(0)
    expect(status.metadata.generation).toBe(2)
    const ignored = await client.must<DeploymentObject>('PATCH', path, { status: { readyReplicas: 9 } }, MERGE)
    expect(ignored.status?.readyReplicas).toBeUndefined()
  })

  it('shows and changes the scale of a deployment', async () => {
    const { client, apps } = bench()
    await client.create(apps('deployments'), deployment('scaled', { replicas: 0 }))
    const path = `${apps('deployments', 'scaled')}/scale`
    const scale = await client.must<KubeObject & { spec: { replicas?: number }; status: { selector: string } }>(
      'GET',
      path,
    )
    expect(scale).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name: 'scaled' },
      status: { replicas: 0, selector: 'app=scaled' },
    })
    // Without a revision, as the controller may write the status of what it has just seen between read and write.
    const anyRevision = { ...scale, metadata: { ...scale.metadata, resourceVersion: undefined } }
    await client.must('PUT', path, { ...anyRevision, spec: { replicas: 2 } })
    const after = await client.must<DeploymentObject>('GET', apps('deployments', 'scaled'))
    expect(after.spec.replicas).toBe(2)
    const negative = await client.request('PATCH', path, { spec: { replicas: -1 } }, MERGE)
    expect(negative).toMatchObject({
      code: 422,
      body: {
        reason: 'Invalid',
        message:
          'Scale.autoscaling "scaled" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      },
    })
    await client.must('DELETE', apps('deployments', 'scaled'))
  })

  it('changes nothing in a dry run', async () => {
    const { client, core } = bench()
    const dry = await client.request<KubeObject>('POST', `${core('configmaps')}?dryRun=All`, configMap('dry'))
    expect(dry.code).toBe(201)
    expect(dry.body.metadata.resourceVersion).toBeUndefined()
    expect((await client.get(core('configmaps', 'dry'))).code).toBe(404)
    await client.create(core('configmaps'), configMap('dry'))
    await client.must('DELETE', `${core('configmaps', 'dry')}?dryRun=All`)
    expect((await client.get(core('configmaps', 'dry'))).code).toBe(200)
    expect(await client.request('POST', `${core('configmaps')}?dryRun=Some`, configMap('dry2'))).toMatchObject({
      code: 422,
      body: { reason: 'Invalid' },
    })
  })

  it('deletes only what meets the preconditions', async () => {
    const { client, core } = bench()
    const { metadata } = await client.create<KubeObject>(core('configmaps'), configMap('guarded'))
    const path = core('configmaps', 'guarded')
    const uid = await client.request<StatusObject>('DELETE', path, { preconditions: { uid: 'another' } })
    expect(uid).toMatchObject({ code: 409, body: { reason: 'Conflict' } })
    expect(uid.body.message).toContain(
      `the UID in the precondition (another) does not match the UID in record (${metadata.uid})`,
    )
    expect((await client.request('DELETE', path, { preconditions: { resourceVersion: '1' } })).code).toBe(409)
    expect((await client.request('DELETE', path, { propagationPolicy: 'Sideways' })).code).toBe(422)
    expect((await client.request('DELETE', path, { preconditions: { uid: metadata.uid } })).code).toBe(200)
  })

  it('keeps an object with finalizers until the last is gone', async () => {
    const { client, core } = bench()
    await client.create(core('configmaps'), { metadata: { name: 'held', finalizers: ['example.com/hold'] } })
    const path = core('configmaps', 'held')
    const deleting = await client.must('DELETE', path)
    expect(deleting.metadata.deletionTimestamp).toBeDefined()
    expect((await client.get(path)).code).toBe(200)
    await client.must('PATCH', path, { metadata: { finalizers: null } }, MERGE)
    expect((await client.get(path)).code).toBe(404)
  })

  it('deletes a pod without a node at once, and one with a node after its grace period', async () => {
    const { client, core } = bench()
    const pod = (name: string, spec: object) => ({
      metadata: { name },
      spec: { ...template({}).spec, schedulerName: 'nobody', ...spec },
    })
    await client.create(core('pods'), pod('unbound', {}))
    await client.must('DELETE', core('pods', 'unbound'))
    expect((await client.get(core('pods', 'unbound'))).code).toBe(404)
    await client.create(core('pods'), pod('bound', { terminationGracePeriodSeconds: 25 }))
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: 'bound' },
      target: { kind: 'Node', name: 'nowhere' },
    }
    expect(await client.request('POST', `${core('pods', 'bound')}/binding`, binding)).toMatchObject({
      code: 201,
      body: { status: 'Success' },
    })
    expect(await client.request('POST', `${core('pods', 'bound')}/binding`, binding)).toMatchObject({
      code: 409,
      body: {
        reason: 'Conflict',
        message:
          'Operation cannot be fulfilled on pods/binding "bound": pod bound is already assigned to node "nowhere"',
      },
    })
    const deleting = await client.must<PodObject>('DELETE', core('pods', 'bound'))
    expect(deleting.metadata.deletionGracePeriodSeconds).toBe(25)
    await client.must('DELETE', `${core('pods', 'bound')}?gracePeriodSeconds=0`)
    expect((await client.get(core('pods', 'bound'))).code).toBe(404)
  })

  it('deletes a collection by label', async () => {
    const { client, core } = bench()
    for (const name of ['c1', 'c2']) await client.create(core('configmaps'), configMap(name, { set: 'go' }))
    await client.create(core('configmaps'), configMap('c3', { set: 'stay' }))
    const deleted = await client.must<KubeList>('DELETE', `${core('configmaps')}?labelSelector=set%3Dgo`)
    expect(deleted.items).toHaveLength(2)
    const left = await client.must<KubeList>('GET', `${core('configmaps')}?labelSelector=set`)
    expect(left.items.map(({ metadata }) => metadata.name)).toEqual(['c3'])
  })
}
