interface Entry {
  key: string
  at: number
}

/**
 * Keys that become due at a time of their own, behind one timer; a key is due once, at the earliest time asked for,
 * whichever way the time of day jumps.
 */
export class DelayQueue {
  private readonly heap: Entry[] = []
  private readonly dueAt = new Map<string, number>()
  private timer: NodeJS.Timeout | undefined
  private stopped = false

  constructor(private readonly onDue: (key: string) => void) {}

  add(key: string, delayMs: number): void {
    if (this.stopped) return
    const at = performance.now() + Math.max(0, delayMs)
    const known = this.dueAt.get(key)
    if (known !== undefined && known <= at) return
    this.dueAt.set(key, at)
    this.push({ key, at })
    if (this.heap[0]?.key === key) this.arm()
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }

  private arm(): void {
    clearTimeout(this.timer)
    const first = this.heap[0]
    if (!first || this.stopped) return
    this.timer = setTimeout(() => this.fire(), Math.min(Math.max(1, first.at - performance.now()), 60_000))
  }

  private fire(): void {
    const now = performance.now()
    for (let first = this.heap[0]; first && first.at <= now; first = this.heap[0]) {
      this.pop()
      // an entry that was overtaken by an earlier one is no longer the key's
      if (this.dueAt.get(first.key) !== first.at) continue
      this.dueAt.delete(first.key)
      this.onDue(first.key)
    }
    this.arm()
  }

  private push(entry: Entry): void {
    let at = this.heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >>> 1
      if (this.atOf(parent) <= entry.at) break
      this.swap(at, parent)
      at = parent
    }
  }

  private pop(): void {
    const last = this.heap.pop()
    if (!last || this.heap.length === 0) return
    this.heap[0] = last
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const smallest = this.atOf(left + 1) < this.atOf(left) ? left + 1 : left
      if (this.atOf(smallest) >= last.at) return
      this.swap(at, smallest)
      at = smallest
    }
  }

  private atOf(index: number): number {
    return this.heap[index]?.at ?? Infinity
  }

  private swap(a: number, b: number): void {
    const first = this.heap[a]
    const second = this.heap[b]
    if (!first || !second) return
    this.heap[a] = second
    this.heap[b] = first
  }
}
