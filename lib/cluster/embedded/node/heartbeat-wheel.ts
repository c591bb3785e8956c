const SLOTS = 20

/** Calls `beat` for every name once per period, the names spread over it: one timer, however many there are. */
export class HeartbeatWheel {
  private readonly slots: Set<string>[] = Array.from({ length: SLOTS }, () => new Set<string>())
  private readonly slotOf = new Map<string, Set<string>>()
  private next = 0
  private readonly timer: NodeJS.Timeout

  constructor(
    periodMs: number,
    private readonly beat: (name: string) => void,
  ) {
    this.timer = setInterval(() => this.tick(), periodMs / SLOTS)
  }

  add(name: string): void {
    if (this.slotOf.has(name)) return
    const slot = this.slots.reduce((emptiest, candidate) => (candidate.size < emptiest.size ? candidate : emptiest))
    slot.add(name)
    this.slotOf.set(name, slot)
  }

  remove(name: string): void {
    this.slotOf.get(name)?.delete(name)
    this.slotOf.delete(name)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private tick(): void {
    const slot = this.slots[this.next]
    this.next = (this.next + 1) % SLOTS
    if (slot) for (const name of slot) this.beat(name)
  }
}
