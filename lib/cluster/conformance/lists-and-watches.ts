import { expect, it } from 'vitest'
import type { KubeList, KubeObject, StatusObject, WatchEvent } from '@/lib/cluster/kinds'
import { configMap, template, type Bench } from './fixtures'
import { MERGE } from './target'

const names = (list: KubeList): (string | undefined)[] => list.items.map(({ metadata }) => metadata.name)
const revisionOf = (event: WatchEvent | undefined): string => event?.object?.metadata.resourceVersion ?? ''

/** Lists with selectors and pages, watches and how they are resumed. */
export function defineListAndWatchTests(bench: () => Bench): void {
  it('lists by label and field selectors', async () => {
    const { client, core } = bench()
    const labels = { s1: { env: 'prod', tier: 'web' }, s2: { env: 'prod' }, s3: { env: 'test' } }
    for (const [name, set] of Object.entries(labels))
      await client.create(core('configmaps'), configMap(name, { suite: 'select', ...set }))
    const select = async (selector: string) =>
      names(
        await client.must<KubeList>(
          'GET',
          `${core('configmaps')}?labelSelector=${encodeURIComponent(`suite=select,${selector}`)}`,
        ),
      )
    expect(await select('env=prod')).toEqual(['s1', 's2'])
    expect(await select('env!=prod')).toEqual(['s3'])
    expect(await select('env in (prod, test),!tier')).toEqual(['s2', 's3'])
    expect(await select('env notin (prod)')).toEqual(['s3'])
    expect(await select('tier')).toEqual(['s1'])
    const byName = await client.must<KubeList>('GET', `${core('configmaps')}?fieldSelector=metadata.name%3Ds2`)
    expect(names(byName)).toEqual(['s2'])
    const bad = await client.get<StatusObject>(`${core('configmaps')}?labelSelector=a%20b%20c`)
    expect(bad).toMatchObject({ code: 400, body: { reason: 'BadRequest' } })
    expect(bad.body.message).toContain('unable to parse requirement')
    expect(await client.get(`${core('configmaps')}?fieldSelector=data.a%3Db`)).toMatchObject({
      code: 400,
      body: { message: '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"' },
    })
  })

  it('lists pods by node and by phase', async () => {
    const { client, core } = bench()
    const pod = { metadata: { name: 'field-pod' }, spec: { ...template({}).spec, nodeName: 'field-node' } }
    await client.create(core('pods'), pod)
    const find = async (selector: string) =>
      names(await client.must<KubeList>('GET', `${core('pods')}?fieldSelector=${encodeURIComponent(selector)}`))
    expect(await find('spec.nodeName=field-node')).toEqual(['field-pod'])
    expect(await find('spec.nodeName=field-node,status.phase!=Pending')).toEqual([])
    expect(await find('status.phase=Pending,metadata.name=field-pod')).toEqual(['field-pod'])
    await client.must('DELETE', `${core('pods', 'field-pod')}?gracePeriodSeconds=0`)
  })

  it('pages a list, each page as of the first', async () => {
    const { client, core } = bench()
    for (const name of ['p1', 'p2', 'p3', 'p4', 'p5'])
      await client.create(core('secrets'), { metadata: { name, labels: { suite: 'pages' } } })
    const base = `${core('secrets')}?limit=2&labelSelector=suite%3Dpages`
    const first = await client.must<KubeList>('GET', base)
    expect(names(first)).toEqual(['p1', 'p2'])
    expect(first.metadata.continue).toBeTruthy()
    await client.must('DELETE', core('secrets', 'p4'))
    const second = await client.must<KubeList>(
      'GET',
      `${base}&continue=${encodeURIComponent(first.metadata.continue ?? '')}`,
    )
    expect(names(second)).toEqual(['p3', 'p4'])
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
    const third = await client.must<KubeList>(
      'GET',
      `${base}&continue=${encodeURIComponent(second.metadata.continue ?? '')}`,
    )
    expect(names(third)).toEqual(['p5'])
    expect(third.metadata.continue ?? '').toBe('')
    const unselected = await client.must<KubeList>('GET', '/api/v1/namespaces?limit=1')
    expect(unselected.metadata.remainingItemCount).toBeGreaterThan(0)
    expect((await client.get(`${core('secrets')}?limit=1&continue=nonsense`)).code).toBe(400)
    expect((await client.get(`${core('secrets')}?limit=many`)).code).toBe(400)
  })

  it('leaves kind and apiVersion out of list items', async () => {
    const { client } = bench()
    const list = await client.must<KubeList>('GET', '/api/v1/namespaces')
    expect(list).toMatchObject({ kind: 'NamespaceList', apiVersion: 'v1' })
    expect(list.items[0]).not.toHaveProperty('kind')
  })

  it('answers a list of a revision that is still to come with a timeout to be tried again', async () => {
    const { client, core } = bench()
    const answer = await client.get<StatusObject>(`${core('configmaps')}?resourceVersion=999999999`)
    expect(answer).toMatchObject({ code: 504, body: { reason: 'Timeout' } })
    expect(answer.body.message).toContain('Too large resource version')
  })

  it('watches from a list on: added, modified, deleted', async () => {
    const { client, core } = bench()
    const { metadata } = await client.must<KubeList>('GET', core('configmaps'))
    const watch = client.watch(`${core('configmaps')}?watch=true&resourceVersion=${metadata.resourceVersion}`)
    await client.create(core('configmaps'), configMap('watched'))
    await client.must('PATCH', core('configmaps', 'watched'), { data: { a: 'b' } }, MERGE)
    await client.must('DELETE', core('configmaps', 'watched'))
    const events = await watch.until((seen) => seen.length >= 3)
    expect(watch.summary()).toEqual(['ADDED:watched', 'MODIFIED:watched', 'DELETED:watched'])
    const revisions = events.map((event) => Number(revisionOf(event)))
    expect([...revisions].sort((a, b) => a - b)).toEqual(revisions)
    expect(events[0]?.object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' })
    watch.close()
    const resumed = client.watch(`${core('configmaps')}?watch=true&resourceVersion=${revisionOf(events[0])}`)
    await resumed.until((seen) => seen.length >= 2)
    expect(resumed.summary().slice(0, 2)).toEqual(['MODIFIED:watched', 'DELETED:watched'])
    resumed.close()
  })

  it('shows what is there already to a watch without a revision', async () => {
    const { client, core } = bench()
    await client.create(core('configmaps'), configMap('there', { suite: 'there' }))
    const watch = client.watch(`${core('configmaps')}?watch=true&labelSelector=suite%3Dthere`)
    await watch.until((seen) => seen.length >= 1)
    expect(watch.summary()).toEqual(['ADDED:there'])
    watch.close()
  })

  it('tells a selecting watch that an object which leaves the selector is deleted, and added when it comes back', async () => {
    const { client, core } = bench()
    const { metadata } = await client.create<KubeObject>(core('configmaps'), configMap('moving', { on: 'yes' }))
    const watch = client.watch(
      `${core('configmaps')}?watch=true&labelSelector=on%3Dyes&resourceVersion=${metadata.resourceVersion}`,
    )
    for (const value of ['no', 'yes'])
      await client.must('PATCH', core('configmaps', 'moving'), { metadata: { labels: { on: value } } }, MERGE)
    await watch.until((seen) => seen.length >= 2)
    expect(watch.summary()).toEqual(['DELETED:moving', 'ADDED:moving'])
    watch.close()
  })

  it('sends a bookmark before a watch ends, and ends it in time', async () => {
    const { client, core } = bench()
    const { metadata } = await client.must<KubeList>('GET', core('configmaps'))
    const watch = client.watch(
      `${core('configmaps')}?watch=true&allowWatchBookmarks=true&timeoutSeconds=5&labelSelector=none%3Dsuch&resourceVersion=${metadata.resourceVersion}`,
    )
    const unseen = await client.create<KubeObject>(core('configmaps'), configMap('unseen'))
    const events = await watch.until((seen) => seen.some(({ type }) => type === 'BOOKMARK'))
    const bookmark = events.find(({ type }) => type === 'BOOKMARK')
    expect(bookmark?.object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' })
    expect(Number(revisionOf(bookmark))).toBeGreaterThanOrEqual(Number(unseen.metadata.resourceVersion))
    const deadline = Date.now() + 8_000
    while (!watch.ended && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(watch.ended).toBe(true)
  })
}
