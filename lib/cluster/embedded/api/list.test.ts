import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Database } from '../store/database'
import { ObjectStore } from '../store/object-store'
import { listObjects } from './list'
import { definitionOf } from './resources'

describe('a list', () => {
  let dir: string
  let store: ObjectStore
  const put = (namespace: string, name: string, labels: Record<string, string> = {}) =>
    store.put('configmaps', `${namespace}/${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels },
    })
  const list = (query: string, namespace?: string) =>
    listObjects(store, definitionOf('configmaps'), namespace, new URLSearchParams(query))
  const names = ({ items }: ReturnType<typeof list>) =>
    items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'list-'))
    store = new ObjectStore(new Database(join(dir, 'state.db')), (error) => expect.fail(String(error)))
    for (const name of ['b', 'a']) for (const namespace of ['two', 'one']) put(namespace, name)
  })

  afterEach(() => {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('is sorted by namespace and name', () => {
    expect(names(list(''))).toEqual(['one/a', 'one/b', 'two/a', 'two/b'])
    expect(names(list('', 'two'))).toEqual(['two/a', 'two/b'])
    expect(names(list('', 'tw'))).toEqual([])
  })

  it('counts what remains, but not under a selector', () => {
    expect(list('limit=1').remainingItemCount).toBe(3)
    expect(list('limit=1', 'one').remainingItemCount).toBe(1)
    expect(list('limit=4').continue).toBeUndefined()
    expect(list('limit=1&labelSelector=!x').remainingItemCount).toBeUndefined()
  })

  it('shows later pages as of the first, whatever happens in between', () => {
    const first = list('limit=1')
    store.remove('configmaps', 'one/b')
    put('one', 'c')
    put('two', 'a', { changed: 'yes' })
    const rest = list(`limit=9&continue=${first.continue}`)
    expect(names(rest)).toEqual(['one/b', 'two/a', 'two/b'])
    expect(rest.items[1]?.metadata.labels).toEqual({})
    expect(rest.resourceVersion).toBe(first.resourceVersion)
  })

  it('refuses a page of a state that it has forgotten, and tokens that are none', () => {
    const first = list('limit=1')
    for (let count = 0; count < 10_001; count++) put('one', 'a')
    expect(() => list(`limit=1&continue=${first.continue}`)).toThrow(
      expect.objectContaining({ code: 410, reason: 'Expired' }),
    )
    for (const token of ['x', Buffer.from('{"rv":1}').toString('base64url')]) {
      expect(() => list(`continue=${token}`)).toThrow(expect.objectContaining({ code: 400 }))
    }
  })

  it('goes on with its revisions after it was closed, and after it was not', () => {
    const before = store.currentRevision
    store.close()
    store = new ObjectStore(new Database(join(dir, 'state.db')), (error) => expect.fail(String(error)))
    expect(store.currentRevision).toBe(before)
    put('one', 'z')
    const crashed = new ObjectStore(new Database(join(dir, 'state.db')), (error) => expect.fail(String(error)))
    expect(crashed.currentRevision).toBeGreaterThan(store.currentRevision)
    expect(crashed.changesAfter('configmaps', before)).toBeUndefined()
    crashed.close()
  })
})
