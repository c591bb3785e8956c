import type { KubeObject } from '@/lib/cluster/kinds'
import { ChangeLog, type Change } from './change-log'
import { type Database, type RowWrite } from './database'
import { RESOURCE_NAMES, type KindMap, type ResourceName } from './kind-map'
import { jsonOf } from './serialize'

/** Revisions are reserved on disk in blocks, so that after a crash none is given out twice. */
const REVISION_BLOCK = 100_000
const CHANGES_KEPT = 10_000
const IDLE_FLUSH_MS = 50

type Listener = (change: Change) => void
/** The values under which an object is found; usually none or one. */
type Indexer = (object: KubeObject) => readonly string[]

interface Index {
  of: Indexer
  keys: Map<string, Set<string>>
}

interface Table {
  objects: Map<string, KubeObject>
  log: ChangeLog
  listeners: Set<Listener>
  indexes: Map<string, Index>
  sortedKeys?: string[]
}

/**
 * All objects of the cluster, in memory and behind that in the state file. Objects are never changed in place: a write
 * puts a new object under the key and gives it the next resourceVersion, one counter for all resources as in etcd.
 */
export class ObjectStore {
  private readonly tables = new Map<ResourceName, Table>()
  private revision: number
  private reservedUpTo: number
  private dirty = new Map<string, RowWrite & { object: KubeObject | null }>()
  private lazyDirty = new Map<string, { resource: ResourceName; key: string }>()
  private pendingSettings = new Map<string, string | null>()
  private flushTimer: NodeJS.Timeout | undefined
  private urgentFlush: Promise<void> | undefined

  constructor(
    private readonly database: Database,
    private readonly onFlushError: (error: unknown) => void,
  ) {
    const stored = Number(database.setting('revision') ?? '1')
    const reserved = Number(database.setting('revision-reserved') ?? '1')
    // a clean stop leaves both equal; after a crash only the end of the reserved block is known to be unused
    this.revision = Math.max(stored, reserved)
    for (const name of RESOURCE_NAMES) this.tables.set(name, this.emptyTable())
    for (const row of database.rows()) {
      const table = this.tables.get(row.resource as ResourceName)
      table?.objects.set(row.key, JSON.parse(row.json) as KubeObject)
    }
    this.reservedUpTo = this.revision + REVISION_BLOCK
    database.write([], [['revision-reserved', String(this.reservedUpTo)]])
  }

  private emptyTable(): Table {
    return {
      objects: new Map(),
      log: new ChangeLog(this.revision, CHANGES_KEPT),
      listeners: new Set(),
      indexes: new Map(),
    }
  }

  private table(resource: ResourceName): Table {
    const table = this.tables.get(resource)
    if (!table) throw new Error(`no such resource: ${resource}`)
    return table
  }

  get currentRevision(): number {
    return this.revision
  }

  get<R extends ResourceName>(resource: R, key: string): KindMap[R] | undefined {
    return this.table(resource).objects.get(key) as KindMap[R] | undefined
  }

  count(resource: ResourceName): number {
    return this.table(resource).objects.size
  }

  /** In no particular order; the live table: do not write while iterating. */
  values<R extends ResourceName>(resource: R): IterableIterator<KindMap[R]> {
    return this.table(resource).objects.values() as IterableIterator<KindMap[R]>
  }

  /** All keys in list order (namespace, name). */
  sortedKeys(resource: ResourceName): readonly string[] {
    const table = this.table(resource)
    table.sortedKeys ??= [...table.objects.keys()].sort()
    return table.sortedKeys
  }

  addIndex(resource: ResourceName, name: string, of: Indexer): void {
    const index: Index = { of, keys: new Map() }
    const table = this.table(resource)
    table.indexes.set(name, index)
    for (const [key, object] of table.objects) for (const value of of(object)) addToIndex(index, key, value)
  }

  byIndex<R extends ResourceName>(resource: R, name: string, value: string): KindMap[R][] {
    const table = this.table(resource)
    const keys = table.indexes.get(name)?.keys.get(value)
    if (!keys) return []
    return [...keys].flatMap((key) => (table.objects.get(key) as KindMap[R] | undefined) ?? [])
  }

  /** @param lazy written to the state file only when the cluster stops: for what is renewed all the time */
  put<R extends ResourceName>(resource: R, key: string, object: KindMap[R], lazy = false): KindMap[R] {
    const table = this.table(resource)
    const previous = table.objects.get(key)
    const revision = this.nextRevision()
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } }
    table.objects.set(key, stored)
    if (!previous) table.sortedKeys = undefined
    this.changed(resource, table, { revision, type: previous ? 'MODIFIED' : 'ADDED', key, object: stored, previous })
    const rowId = `${resource}\0${key}`
    if (lazy) this.lazyDirty.set(rowId, { resource, key })
    else this.markDirty(rowId, { resource, key, json: null, object: stored })
    return stored
  }

  /** Takes the object out; returns it as watchers see it go, with the revision of the deletion. */
  remove<R extends ResourceName>(resource: R, key: string): KindMap[R] | undefined {
    const table = this.table(resource)
    const previous = table.objects.get(key)
    if (!previous) return undefined
    const revision = this.nextRevision()
    const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } }
    table.objects.delete(key)
    table.sortedKeys = undefined
    this.changed(resource, table, { revision, type: 'DELETED', key, object, previous })
    const rowId = `${resource}\0${key}`
    this.lazyDirty.delete(rowId)
    this.markDirty(rowId, { resource, key, json: null, object: null })
    return object as KindMap[R]
  }

  private changed(resource: ResourceName, table: Table, change: Change): void {
    table.log.append(change)
    for (const index of table.indexes.values()) {
      const before = change.previous ? index.of(change.previous) : []
      const after = change.type === 'DELETED' ? [] : index.of(change.object)
      for (const value of before) if (!after.includes(value)) removeFromIndex(index, change.key, value)
      for (const value of after) if (!before.includes(value)) addToIndex(index, change.key, value)
    }
    for (const listener of table.listeners) listener(change)
  }

  /** Calls the listener on every change from now on, at once and in order; returns the way to stop it. */
  subscribe<R extends ResourceName>(resource: R, listener: (change: Change<KindMap[R]>) => void): () => void {
    const { listeners } = this.table(resource)
    // listeners are kept without their type: a table only ever holds objects of its own kind
    const untyped = listener as Listener
    listeners.add(untyped)
    return () => listeners.delete(untyped)
  }

  changesAfter(resource: ResourceName, revision: number): Change[] | undefined {
    return this.table(resource).log.after(revision)
  }

  oldestRevision(resource: ResourceName): number {
    return this.table(resource).log.oldestRevision
  }

  /** The table as it was at `revision`, or undefined where that is too long ago. */
  snapshotAt(resource: ResourceName, revision: number): ReadonlyMap<string, KubeObject> | undefined {
    const changes = this.changesAfter(resource, revision)
    if (!changes) return undefined
    const objects = this.table(resource).objects
    if (changes.length === 0) return objects
    const past = new Map(objects)
    for (const change of changes.reverse()) {
      if (change.previous) past.set(change.key, change.previous)
      else past.delete(change.key)
    }
    return past
  }

  setting(name: string): string | undefined {
    const pending = this.pendingSettings.get(name)
    return pending === undefined ? this.database.setting(name) : (pending ?? undefined)
  }

  /** As of the start: settings put since then are not among them. */
  storedSettings(prefix: string): { name: string; value: string }[] {
    return this.database.settings(prefix)
  }

  /** null removes it */
  putSetting(name: string, value: string | null): void {
    this.pendingSettings.set(name, value)
    this.scheduleFlush()
  }

  private nextRevision(): number {
    this.revision += 1
    if (this.revision >= this.reservedUpTo) {
      this.reservedUpTo = this.revision + REVISION_BLOCK
      this.database.write([], [['revision-reserved', String(this.reservedUpTo)]])
    }
    return this.revision
  }

  private markDirty(rowId: string, row: RowWrite & { object: KubeObject | null }): void {
    this.dirty.set(rowId, row)
    this.scheduleFlush()
  }

  private scheduleFlush(): void {
    if (this.flushTimer || this.urgentFlush) return
    this.flushTimer = setTimeout(() => {
      try {
        this.flush()
      } catch (error) {
        this.onFlushError(error)
      }
    }, IDLE_FLUSH_MS)
  }

  /** Resolves once everything written so far is in the state file; many callers share one transaction. */
  durable(): Promise<void> {
    if (this.dirty.size === 0 && this.pendingSettings.size === 0) return Promise.resolve()
    this.urgentFlush ??= new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        this.urgentFlush = undefined
        try {
          this.flush()
          resolve()
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    })
    return this.urgentFlush
  }

  private flush(): void {
    clearTimeout(this.flushTimer)
    this.flushTimer = undefined
    const rows = [...this.dirty.values()].map((row) => ({ ...row, json: row.object && jsonOf(row.object) }))
    this.database.write(rows, [...this.pendingSettings])
    this.dirty = new Map()
    this.pendingSettings = new Map()
  }

  /** Writes what is left and the exact revision; nothing may be written afterwards. */
  close(): void {
    for (const [rowId, { resource, key }] of this.lazyDirty) {
      const object = this.table(resource).objects.get(key)
      if (object) this.dirty.set(rowId, { resource, key, json: null, object })
    }
    this.pendingSettings.set('revision', String(this.revision))
    this.pendingSettings.set('revision-reserved', String(this.revision))
    this.flush()
    for (const table of this.tables.values()) table.listeners.clear()
    this.database.close()
  }
}

function addToIndex(index: Index, key: string, value: string): void {
  const keys = index.keys.get(value)
  if (keys) keys.add(key)
  else index.keys.set(value, new Set([key]))
}

function removeFromIndex(index: Index, key: string, value: string): void {
  const keys = index.keys.get(value)
  keys?.delete(key)
  if (keys?.size === 0) index.keys.delete(value)
}
