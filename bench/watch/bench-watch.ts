import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { peakRssMiB, rssMiB } from '../memory'
import type { Figure } from '../report'

const NODES = 100_000
const PODS = 500_000
const MAX_RSS_MIB = 1.5 * 1024
const RATE = 1000
const SECONDS = 20
const MAX_CORES = 0.5
/** As long as what is told last takes to arrive. */
const SETTLE_MS = 1000
const FIRST_VIEW_MS = 600_000

const told = z.object({ seen: z.number(), changes: z.number(), cpuMs: z.number() })

/** The view of a large cluster: its memory, how long until it is whole, and its CPU while the cluster changes. */
export async function benchWatch(): Promise<Figure[]> {
  const api = await Helper.start('api.ts', [String(NODES), String(PODS)])
  try {
    const url = `http://127.0.0.1:${await api.line()}`
    const bare = await timed(url, 'bare', (helper) => Promise.resolve(helper.pid))
    const view = await timed(url, 'view', (helper) => underChanges(url, helper))
    return figures(bare, view)
  } finally {
    await api.end()
  }
}

interface Timed<T> {
  seconds: number
  cpuSeconds: number
  seen: number
  peakMiB: number
  after: T
}

async function timed<T>(url: string, mode: 'bare' | 'view', then: (helper: Helper) => Promise<T>): Promise<Timed<T>> {
  const helper = await Helper.start('watcher.ts', [url, mode])
  try {
    const started = performance.now()
    const { result, peakMiB } = await peakRssMiB(helper.pid, async () => told.parse(JSON.parse(await helper.line())))
    const seconds = (performance.now() - started) / 1000
    return { seconds, cpuSeconds: result.cpuMs / 1000, seen: result.seen, peakMiB, after: await then(helper) }
  } finally {
    await helper.end()
  }
}

interface Changed {
  cores: number
  changes: number
  wanted: number
  rssMiB: number
  peakMiB: number
}

async function underChanges(url: string, helper: Helper): Promise<Changed> {
  const before = await helper.ask()
  const started = performance.now()
  const { result: wanted, peakMiB } = await peakRssMiB(helper.pid, async () => {
    const answer = await fetch(`${url}/changes?rate=${RATE}&seconds=${SECONDS}`, { method: 'POST' })
    return Number(await answer.text())
  })
  let after = await helper.ask()
  const elapsedMs = performance.now() - started
  const cores = (after.cpuMs - before.cpuMs) / elapsedMs
  for (const until = performance.now() + SETTLE_MS; after.changes < wanted && performance.now() < until;) {
    after = await helper.ask()
  }
  return { cores, changes: after.changes, wanted, rssMiB: rssMiB(helper.pid), peakMiB }
}

function figures(bare: Timed<number>, view: Timed<Changed>): Figure[] {
  const { cores, changes, wanted, peakMiB } = view.after
  const peak = Math.max(view.peakMiB, peakMiB)
  const whole = view.seen === NODES + PODS
  return [
    {
      what: 'watch over 100,000 nodes and 500,000 pods: memory of the process',
      measured: `${peak.toFixed(0)} MiB at most, ${view.after.rssMiB.toFixed(0)} MiB after changes`,
      wanted: `at most ${MAX_RSS_MIB} MiB`,
      met: whole && peak <= MAX_RSS_MIB,
      numbers: { peakMiB: peak, rssMiB: view.after.rssMiB, seen: view.seen },
    },
    {
      what: 'watch: time to the first complete view',
      measured: `${view.seconds.toFixed(1)} s (${view.cpuSeconds.toFixed(1)} s of CPU), ${view.seen} objects`,
      met: whole,
      wanted: 'every object',
      numbers: { seconds: view.seconds, cpuSeconds: view.cpuSeconds },
    },
    {
      what: 'watch: the same pages only fetched and parsed',
      measured: `${bare.seconds.toFixed(1)} s (${bare.cpuSeconds.toFixed(1)} s of CPU), ${bare.peakMiB.toFixed(0)} MiB`,
      numbers: { seconds: bare.seconds, cpuSeconds: bare.cpuSeconds, peakMiB: bare.peakMiB },
    },
    {
      what: `watch: CPU at ${RATE} changes a second`,
      measured: `${cores.toFixed(2)} cores; ${changes} of ${wanted} changes seen`,
      wanted: `at most ${MAX_CORES} cores`,
      met: cores <= MAX_CORES && changes === wanted,
      numbers: { cores, changes, wanted },
    },
  ]
}

/** A program of this folder in a process of its own, which speaks in lines. */
class Helper {
  readonly #lines: AsyncIterableIterator<string>

  private constructor(
    readonly child: ChildProcessByStdio<Writable, Readable, null>,
    reader: Interface,
  ) {
    this.#lines = reader[Symbol.asyncIterator]()
  }

  static async start(file: string, args: string[]): Promise<Helper> {
    const program = path.join(import.meta.dirname, file)
    const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await once(child, 'spawn')
    return new Helper(child, createInterface({ input: child.stdout }))
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  async line(): Promise<string> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('a helper of the bench says nothing')), FIRST_VIEW_MS)
    })
    const next = await Promise.race([this.#lines.next(), late]).finally(() => clearTimeout(timer))
    if (next.done) throw new Error('a helper of the bench ended')
    return next.value
  }

  async ask() {
    this.child.stdin.write('\n')
    return told.parse(JSON.parse(await this.line()))
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const closed = once(this.child, 'close')
    this.child.kill('SIGKILL')
    await closed
  }
}
