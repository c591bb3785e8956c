import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Upper bounds in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const NANOSECONDS = 1e9

interface Gauge {
  name: string
  help: string
  read: () => number
}

/** What a monitoring system asks of this process, in Prometheus' text format 0.0.4. */
export class Metrics {
  /** Open event streams. */
  eventStreams = 0
  readonly #answers = new Map<string, Map<number, number>>()
  readonly #durations = new Map<string, Histogram>()
  readonly #gauges = new Map<string, Gauge>()
  readonly #loopDelay = monitorEventLoopDelay({ resolution: 10 })

  constructor() {
    this.#loopDelay.enable()
    this.gauge('apulisedge_event_streams', 'Open event streams of pages', () => this.eventStreams)
    this.gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss())
    this.gauge('process_start_time_seconds', 'When the process started', () => Date.now() / 1000 - process.uptime())
    this.gauge('nodejs_heap_used_bytes', 'Used heap', () => process.memoryUsage().heapUsed)
  }

  /** Notes an answer of an operation; `operation` must be one of a bounded number. */
  answered(operation: string, code: number, seconds: number): void {
    const codes = getOrMake(this.#answers, operation, () => new Map<number, number>())
    codes.set(code, (codes.get(code) ?? 0) + 1)
    getOrMake(this.#durations, operation, () => new Histogram()).add(seconds)
  }

  /** What is read whenever somebody asks; a second one of that name takes the first one's place. */
  gauge(name: string, help: string, read: () => number): void {
    this.#gauges.set(name, { name, help, read })
  }

  render(): string {
    const lines = [...this.#requests(), ...this.#eventLoop(), ...processTime()]
    for (const { name, help, read } of this.#gauges.values())
      lines.push(...head(name, help, 'gauge'), `${name} ${read()}`)
    return `${lines.join('\n')}\n`
  }

  close(): void {
    this.#loopDelay.disable()
  }

  #requests(): string[] {
    const count = 'apulisedge_requests_total'
    const lines = head(count, 'Answers of the API, by operation and code of the protocol', 'counter')
    for (const [operation, codes] of this.#answers) {
      for (const [code, value] of codes) lines.push(`${count}{operation="${operation}",code="${code}"} ${value}`)
    }
    const duration = 'apulisedge_request_duration_seconds'
    lines.push(...head(duration, 'From the request to its answer', 'histogram'))
    for (const [operation, histogram] of this.#durations) lines.push(...histogram.render(duration, operation))
    return lines
  }

  /** Since somebody asked last. */
  #eventLoop(): string[] {
    const name = 'apulisedge_event_loop_lag_seconds'
    const lag = this.#loopDelay
    const values = { '0.5': lag.percentile(50), '0.99': lag.percentile(99), '1': lag.max }
    lag.reset()
    const samples = Object.entries(values).map(([q, ns]) => `${name}{quantile="${q}"} ${Math.max(0, ns) / NANOSECONDS}`)
    return [...head(name, 'How late timers are, since this was last read', 'gauge'), ...samples]
  }
}

class Histogram {
  readonly #counts = new Array<number>(BUCKETS.length).fill(0)
  #sum = 0
  #count = 0

  add(seconds: number): void {
    const bucket = BUCKETS.findIndex((bound) => seconds <= bound)
    if (bucket >= 0) this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#sum += seconds
    this.#count++
  }

  render(name: string, operation: string): string[] {
    let upTo = 0
    const lines = BUCKETS.map((bound, i) => {
      upTo += this.#counts[i] ?? 0
      return `${name}_bucket{operation="${operation}",le="${bound}"} ${upTo}`
    })
    lines.push(`${name}_bucket{operation="${operation}",le="+Inf"} ${this.#count}`)
    lines.push(
      `${name}_sum{operation="${operation}"} ${this.#sum}`,
      `${name}_count{operation="${operation}"} ${this.#count}`,
    )
    return lines
  }
}

function processTime(): string[] {
  const name = 'process_cpu_seconds_total'
  const { user, system } = process.cpuUsage()
  return [...head(name, 'Processor time', 'counter'), `${name} ${(user + system) / 1e6}`]
}

function head(name: string, help: string, type: 'counter' | 'gauge' | 'histogram'): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
