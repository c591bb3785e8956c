import { appName, appsOn, isOnline, nodeName, SEEDED } from './seed'
import type { BenchPortal } from '../portal'
import type { Figure } from '../report'

export const CHANGES_PER_SECOND = 100
/** Of these, that must have been made for the other figures to tell what they say. */
const LEAST_SHARE = 0.9
const TICK_MS = 50
/** A console that does not keep up is not given more. */
const MOST_UNDER_WAY = 20
/** Nodes whose applications are the same, over and over: see `appsOn`. */
const BLOCK = SEEDED.applications
const BLOCKS = SEEDED.nodes / BLOCK

/** One call, and how many records it changes. */
interface Planned {
  changes: number
  send: () => Promise<unknown>
}

/** Sends changes of every kind through the API until it is stopped. */
export class Changes {
  #made = 0
  #failed = 0
  /** Not sent, as too many were under way. */
  #left = 0
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
      while (this.#owed >= 1) {
        const next = this.#plan(this.#n++)
        this.#owed -= next.changes
        if (this.#underWay < MOST_UNDER_WAY) void this.#one(next)
        else this.#left += next.changes
      }
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
      measured: `${perSecond.toFixed(1)}/s, ${this.#left} left out, ${this.#failed} calls refused`,
      wanted: `≥ ${CHANGES_PER_SECOND * LEAST_SHARE}/s`,
      met: perSecond >= CHANGES_PER_SECOND * LEAST_SHARE,
      numbers: { perSecond, leftOut: this.#left, failed: this.#failed },
    }
  }

  async #one({ changes, send }: Planned): Promise<void> {
    this.#underWay++
    try {
      await send()
      this.#made += changes
    } catch {
      // Counted: the figure says how many there were.
      this.#failed++
    } finally {
      this.#underWay--
    }
  }

  /** A node, which stays; an application's version, which goes again; a deploy to some eight nodes, to its other version. */
  #plan(n: number): Planned {
    if (n % 10 === 0) {
      const send = () => this.portal.call('node/createNode', { name: `added ${n}`, nodeType: 'Generic' })
      return { changes: 1, send }
    }
    if (n % 10 === 5) return { changes: 2, send: () => this.#version(n) }
    const app = n % SEEDED.applications
    // The newest come first in lists, so that most changes are on the pages that are open.
    const block = BLOCKS - 1 - (Math.floor(n / SEEDED.applications) % BLOCKS)
    const version = Math.floor(n / (SEEDED.applications * BLOCKS)) % 2 === 0 ? 'v2' : 'v1'
    const nodes = nodesOf(app)
      .map((node) => block * BLOCK + node)
      .filter(isOnline)
    const content = { appName: appName(app), version, nodeNames: nodes.map(nodeName) }
    return { changes: nodes.length, send: () => this.portal.call('application/deployApplication', content) }
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
    return this.portal.call('application/deleteApplicationVersion', named)
  }
}

/** Which nodes of a block an application is on. */
function nodesOf(app: number): number[] {
  return Array.from({ length: BLOCK }, (_, node) => node).filter((node) => appsOn(node).includes(app))
}
