import { appName, appsOn, nodeName, SEEDED } from './seed'
import type { BenchPortal } from '../portal'
import type { Figure } from '../report'

export const CHANGES_PER_SECOND = 100
const TICK_MS = 50
/** A console that does not keep up is not given more. */
const MOST_UNDER_WAY = 200

/** Sends changes of every kind through the API until it is stopped. */
export class Changes {
  #made = 0
  #failed = 0
  #underWay = 0
  #n = 0
  #owed = 0
  #stoppedMs: number | undefined
  readonly #startedMs = performance.now()
  readonly #timer: NodeJS.Timeout

  constructor(readonly portal: BenchPortal) {
    let last = performance.now()
    this.#timer = setInterval(() => {
      const now = performance.now()
      this.#owed += ((now - last) / 1000) * CHANGES_PER_SECOND
      last = now
      for (; this.#owed >= 1; this.#owed--) if (this.#underWay < MOST_UNDER_WAY) void this.#one(this.#n++)
    }, TICK_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#stoppedMs ??= performance.now()
  }

  /** How many there were; once they are stopped. */
  figure(): Figure {
    const perSecond = this.#made / (((this.#stoppedMs ?? performance.now()) - this.#startedMs) / 1000)
    return {
      what: 'changes meanwhile',
      measured: `${perSecond.toFixed(1)}/s, ${this.#failed} refused`,
      wanted: `${CHANGES_PER_SECOND}/s`,
      numbers: { perSecond, failed: this.#failed },
    }
  }

  async #one(n: number): Promise<void> {
    this.#underWay++
    try {
      await this.#change(n)
      this.#made++
    } catch {
      // Counted: the figure says how many there were.
      this.#failed++
    } finally {
      this.#underWay--
    }
  }

  #change(n: number): Promise<unknown> {
    // Two nodes a second, which stay; eight applications; ninety deployments, each to its other version.
    if (n % 50 === 0) return this.portal.call('node/createNode', { name: `added ${n}`, nodeType: 'Generic' })
    if (n % 50 < 5) return this.#version(n)
    const node = joinedNode(n)
    const version = Math.floor(n / SEEDED.nodes) % 2 === 0 ? 'v2' : 'v1'
    const app = appName(appsOn(node)[n % 10] ?? 0)
    return this.portal.call('application/deployApplication', { appName: app, version, nodeNames: [nodeName(node)] })
  }

  /** A draft that is made, and taken away again. */
  async #version(n: number): Promise<unknown> {
    const named = { appName: appName(n % SEEDED.applications), version: `draft ${n}` }
    await this.portal.call('application/createApplication', {
      ...named,
      archType: ['amd64'],
      orgName: 'bench',
      containerImage: 'image 0',
      containerImageVersion: '1.0',
      restartPolicy: 'Always',
      network: { type: 'Host' },
    })
    this.#made++
    return this.portal.call('application/deleteApplicationVersion', named)
  }
}

/** The newest come first in lists, so that most changes are on the pages that are open. */
function joinedNode(n: number): number {
  const node = SEEDED.nodes - 1 - (n % SEEDED.nodes)
  return node % 20 === 7 || node % 10 === 3 ? node + 1 : node
}
