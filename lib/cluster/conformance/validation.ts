import { expect, it } from 'vitest'
import type { DeploymentObject, JobObject, PodObject, StatusObject } from '@/lib/cluster/kinds'
import { deployment, job, template, type Bench } from './fixtures'
import { MERGE } from './target'

const cause = (field: string, reason: string, message: string) => ({ field, reason, message })
const NAME_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"

/** Defaults, and what is refused as invalid: reason, fields and wording. */
export function defineValidationTests(bench: () => Bench): void {
  const refuse = async (path: string, object: unknown): Promise<StatusObject> => {
    const { code, body } = await bench().client.request<StatusObject>('POST', path, object)
    expect(body).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'Invalid', code: 422 })
    expect(code).toBe(422)
    return body
  }

  it('fills in the defaults of a deployment', async () => {
    const { client, apps } = bench()
    const { spec } = await client.create<DeploymentObject>(`${apps('deployments')}?dryRun=All`, deployment('defaults'))
    expect(spec).toMatchObject({
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    })
    expect(spec.template.spec).toMatchObject({
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      schedulerName: 'default-scheduler',
    })
    expect(spec.template.spec.containers[0]).toMatchObject({
      imagePullPolicy: 'IfNotPresent',
      terminationMessagePath: '/dev/termination-log',
    })
  })

  it('fills in the defaults of a job, and its selector', async () => {
    const { client, jobs } = bench()
    const { metadata, spec } = await client.create<JobObject>(`${jobs()}?dryRun=All`, job('defaults'))
    expect(spec).toMatchObject({
      backoffLimit: 6,
      completions: 1,
      parallelism: 1,
      selector: { matchLabels: { 'controller-uid': metadata.uid } },
    })
    expect(spec.template.metadata?.labels).toMatchObject({ 'controller-uid': metadata.uid, 'job-name': 'defaults' })
  })

  it('fills in the defaults of a pod', async () => {
    const { client, core } = bench()
    const container = {
      name: 'c',
      image: 'registry.invalid/x',
      ports: [{ containerPort: 80 }],
      resources: { limits: { cpu: '1' } },
    }
    const pod = await client.create<PodObject>(`${core('pods')}?dryRun=All`, {
      metadata: { name: 'defaults' },
      spec: { containers: [container] },
    })
    expect(pod.spec.containers[0]).toMatchObject({
      imagePullPolicy: 'Always',
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      resources: { limits: { cpu: '1' }, requests: { cpu: '1' } },
    })
    expect(pod.spec).toMatchObject({
      serviceAccountName: 'default',
      restartPolicy: 'Always',
      priority: 0,
      enableServiceLinks: true,
    })
    expect(pod.spec.tolerations?.map(({ key, tolerationSeconds }) => [key, tolerationSeconds])).toEqual([
      ['node.kubernetes.io/not-ready', 300],
      ['node.kubernetes.io/unreachable', 300],
    ])
    expect(pod.status).toMatchObject({ phase: 'Pending', qosClass: 'Burstable' })
  })

  it('names every wrong field of a deployment', async () => {
    const { apps } = bench()
    const container = {
      name: 'C_1',
      image: 'x',
      ports: [
        { containerPort: 70000, hostPort: 80 },
        { containerPort: 1, hostPort: 80 },
      ],
      resources: { requests: { cpu: '2' }, limits: { cpu: '1' } },
    }
    const body = await refuse(
      apps('deployments'),
      deployment('wrong', {
        template: template({ app: 'other' }, { restartPolicy: 'Never', containers: [container] }),
      }),
    )
    expect(body.details).toMatchObject({ name: 'wrong', group: 'apps', kind: 'Deployment' })
    expect(body.details?.causes).toEqual([
      cause(
        'spec.template.metadata.labels',
        'FieldValueInvalid',
        'Invalid value: map[string]string{"app":"other"}: `selector` does not match template `labels`',
      ),
      cause('spec.template.spec.containers[0].name', 'FieldValueInvalid', `Invalid value: "C_1": ${NAME_TEXT}`),
      cause(
        'spec.template.spec.containers[0].ports[0].containerPort',
        'FieldValueInvalid',
        'Invalid value: 70000: must be between 1 and 65535, inclusive',
      ),
      cause(
        'spec.template.spec.containers[0].resources.requests',
        'FieldValueInvalid',
        'Invalid value: "2": must be less than or equal to cpu limit',
      ),
      cause('spec.template.spec.containers[0].ports[1].hostPort', 'FieldValueDuplicate', 'Duplicate value: "TCP//80"'),
      cause(
        'spec.template.spec.restartPolicy',
        'FieldValueNotSupported',
        'Unsupported value: "Never": supported values: "Always"',
      ),
    ])
    expect(body.message).toBe(
      `Deployment.apps "wrong" is invalid: [${(body.details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`).join(', ')}]`,
    )
  })

  it('requires name, selector and containers', async () => {
    const { apps } = bench()
    const nameless = await refuse(apps('deployments'), { ...(deployment('x') as object), metadata: {} })
    expect(nameless.message).toBe(
      'Deployment.apps "" is invalid: metadata.name: Required value: name or generateName is required',
    )
    const empty = await refuse(apps('deployments'), { metadata: { name: 'empty' } })
    expect(empty.details?.causes).toEqual([
      cause('spec.selector', 'FieldValueRequired', 'Required value'),
      cause(
        'spec.template.metadata.labels',
        'FieldValueInvalid',
        'Invalid value: map[string]string(nil): `selector` does not match template `labels`',
      ),
      cause('spec.template.spec.containers', 'FieldValueRequired', 'Required value'),
    ])
  })

  it('refuses numbers out of range, surge and unavailability of nothing, and names that are none', async () => {
    const { apps } = bench()
    const numbers = await refuse(
      apps('deployments'),
      deployment('numbers', {
        replicas: -1,
        minReadySeconds: -1,
        strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } },
      }),
    )
    expect(numbers.details?.causes).toEqual([
      cause('spec.replicas', 'FieldValueInvalid', 'Invalid value: -1: must be greater than or equal to 0'),
      cause(
        'spec.strategy.rollingUpdate.maxUnavailable',
        'FieldValueInvalid',
        'Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: may not be 0 when `maxSurge` is 0',
      ),
      cause('spec.minReadySeconds', 'FieldValueInvalid', 'Invalid value: -1: must be greater than or equal to 0'),
    ])
    const named = await refuse(apps('deployments'), deployment('Bad_Name'))
    expect(named.details?.causes?.map(({ field }) => field)).toContain('metadata.name')
    expect(named.message).toContain('a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters')
  })

  it('refuses what a quantity, a node selector and a toleration cannot be', async () => {
    const { client, apps } = bench()
    const quantity = template(
      { app: 'q' },
      { containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: '2x' } } }] },
    )
    const unreadable = await client.request<StatusObject>(
      'POST',
      apps('deployments'),
      deployment('q', { template: quantity }),
    )
    expect(unreadable).toMatchObject({ code: 400, body: { reason: 'BadRequest' } })
    expect(unreadable.body.message).toContain(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    )
    const spec = {
      nodeSelector: { a: '//' },
      tolerations: [{ operator: 'Exists' as const, effect: 'NoSchedule' as const, tolerationSeconds: 3 }],
    }
    const body = await refuse(apps('deployments'), deployment('s', { template: template({ app: 's' }, spec) }))
    expect(body.details?.causes?.map(({ field }) => field)).toEqual([
      'spec.template.spec.nodeSelector',
      'spec.template.spec.tolerations[0].effect',
    ])
  })

  it('does not let the selector of a deployment change', async () => {
    const { client, apps } = bench()
    await client.create(apps('deployments'), deployment('fixed', { replicas: 0 }))
    const change = {
      spec: { selector: { matchLabels: { app: 'new' } }, template: { metadata: { labels: { app: 'new' } } } },
    }
    const { body } = await client.request<StatusObject>('PATCH', apps('deployments', 'fixed'), change, MERGE)
    expect(body.details?.causes).toEqual([
      cause(
        'spec.selector',
        'FieldValueInvalid',
        'Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"new"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
      ),
    ])
    await client.must('DELETE', apps('deployments', 'fixed'))
  })

  it('takes jobs only with a restart policy of their own, and does not let their template change', async () => {
    const { client, jobs } = bench()
    for (const restartPolicy of ['Always', undefined] as const) {
      const body = await refuse(jobs(), job('policy', { template: template({}, { restartPolicy }) }))
      expect(body.message).toBe(
        'Job.batch "policy" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
      )
    }
    await client.create(jobs(), job('frozen'))
    const image = { spec: { template: { spec: { containers: [{ name: 'main', image: 'other' }] } } } }
    const { code, body } = await client.request<StatusObject>('PATCH', jobs('frozen'), image, MERGE)
    expect(code).toBe(422)
    expect(body.details?.causes).toMatchObject([{ field: 'spec.template', reason: 'FieldValueInvalid' }])
    expect(body.message).toContain('field is immutable')
    await client.must('DELETE', `${jobs('frozen')}?propagationPolicy=Background`)
  })

  it('refuses a node with a taint of no effect, a lease of no duration, an event of another namespace', async () => {
    const { core } = bench()
    const node = await refuse('/api/v1/nodes', {
      metadata: { name: 'tainted' },
      spec: { taints: [{ key: 'a', effect: 'X' }] },
    })
    expect(node.message).toBe(
      'Node "tainted" is invalid: metadata.taints[0].effect: Unsupported value: "X": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    )
    const lease = await refuse('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', {
      metadata: { name: 'l' },
      spec: { leaseDurationSeconds: 0 },
    })
    expect(lease.message).toBe(
      'Lease.coordination.k8s.io "l" is invalid: spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
    )
    const event = await refuse(core('events'), {
      metadata: { name: 'e' },
      involvedObject: { kind: 'Pod', name: 'x', namespace: 'other' },
    })
    expect(event.message).toBe(
      'Event "e" is invalid: involvedObject.namespace: Invalid value: "other": does not match event.namespace',
    )
  })

  it('lets only few fields of a pod change', async () => {
    const { client, core } = bench()
    await client.create(core('pods'), {
      metadata: { name: 'set' },
      spec: { ...template({}).spec, schedulerName: 'nobody' },
    })
    const { code, body } = await client.request<StatusObject>(
      'PATCH',
      core('pods', 'set'),
      { spec: { nodeName: 'n' } },
      MERGE,
    )
    expect(code).toBe(422)
    expect(body.message).toContain('spec: Forbidden: pod updates may not change fields other than')
    const labelled = await client.must('PATCH', core('pods', 'set'), { metadata: { labels: { a: 'b' } } }, MERGE)
    expect(labelled.metadata.labels).toEqual({ a: 'b' })
    await client.must('DELETE', core('pods', 'set'))
  })
}
