import { waitFor } from '@/lib/testing/wait'

export interface StreamEvent {
  readonly event: string
  readonly data: unknown
  readonly atMs: number
}

/** Reads `GET /api/events` as a page does. */
export class EventStream {
  readonly events: StreamEvent[] = []
  readonly #stop = new AbortController()
  #ended = false
  #reading: Promise<void> = Promise.resolve()

  private constructor(readonly response: Response) {}

  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    const stop = new AbortController()
    const response = await fetch(`${url}/api/events`, { headers, signal: stop.signal })
    const stream = new EventStream(response)
    stream.#stop.signal.addEventListener('abort', () => stop.abort())
    stream.#reading = stream.#read()
    await waitFor(() => Promise.resolve(stream.events.some(({ event }) => event === 'hello')), {
      what: 'the first event',
    })
    return stream
  }

  /** Whether the server ended it. */
  get hasEnded(): boolean {
    return this.#ended
  }

  next(matches: (event: StreamEvent) => boolean, what: string, timeoutMs: number): Promise<StreamEvent> {
    return waitFor(() => Promise.resolve(this.events.find(matches)), { what, timeoutMs, everyMs: 10 })
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#reading
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    try {
      for await (const chunk of (this.response.body ?? new ReadableStream()) as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true })
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) this.#take(block)
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error
    }
    this.#ended = true
  }

  #take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    const [event, data] = [field('event'), field('data')]
    if (event !== undefined && data !== undefined) {
      this.events.push({ event, data: JSON.parse(data), atMs: Date.now() })
    }
  }
}
