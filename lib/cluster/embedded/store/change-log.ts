import type { KubeObject } from '@/lib/cluster/kinds'

export interface Change<T extends KubeObject = KubeObject> {
  revision: number
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  key: string
  object: T
  previous?: T
}

/**
 * The last changes of one resource, oldest first: what a watch resumes from, and what a paged list walks back to show
 * every page as of the first. Bounded: what is older than `capacity` changes is forgotten, and asking for it is "Expired".
 */
export class ChangeLog {
  private changes: Change[] = []
  private start = 0

  /** @param forgottenUpTo changes up to and including this revision are not known */
  constructor(
    private forgottenUpTo: number,
    private readonly capacity: number,
  ) {}

  append(change: Change): void {
    this.changes.push(change)
    if (this.changes.length - this.start <= this.capacity) return
    const oldest = this.changes[this.start]
    if (oldest) this.forgottenUpTo = oldest.revision
    this.start += 1
    // the array is cut only now and then, so that an append costs the same however long the log is
    if (this.start >= this.capacity) {
      this.changes = this.changes.slice(this.start)
      this.start = 0
    }
  }

  /** The changes after `revision`, or undefined where some of them are no longer known. */
  after(revision: number): Change[] | undefined {
    if (revision < this.forgottenUpTo) return undefined
    let low = this.start
    let high = this.changes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.changes[middle]?.revision ?? 0) <= revision) low = middle + 1
      else high = middle
    }
    return this.changes.slice(low)
  }

  get oldestRevision(): number {
    return this.forgottenUpTo
  }
}
