const REGISTRY = '/v2'

/**
 * Lets the requests under way finish before the process ends. New ones are turned away meanwhile, but for those to
 * the embedded registry: an upload that is being finished pushes its blobs there.
 */
export class Drain {
  #active = 0
  #draining = false
  #whenIdle: (() => void) | undefined

  /** Whether this request may begin; if so, `end` must be called once when it is over. */
  begin(pathname: string): boolean {
    if (this.#draining && !pathname.startsWith(REGISTRY)) return false
    this.#active++
    return true
  }

  end(): void {
    this.#active--
    if (this.#active === 0) this.#whenIdle?.()
  }

  /** @returns whether all finished in time */
  async finish(timeoutMs: number): Promise<boolean> {
    this.#draining = true
    if (this.#active === 0) return true
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)))
    const idle = new Promise<boolean>((resolve) => (this.#whenIdle = () => resolve(true)))
    try {
      return await Promise.race([idle, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
