import type { Portal } from './portal'

const LIMIT_MS = 60_000

/** A container's log as a portal follows it, at `/api/deployments/log`. */
export class LogReader {
  text = ''
  readonly #away = new AbortController()
  /** When the log ended, or it was closed. */
  readonly ended: Promise<void>

  private constructor(response: Response) {
    this.ended = this.#read(response)
  }

  /** @throws Error with status and body of the answer, where it is no log */
  static async follow(consoleUrl: string, portal: Portal, query: Record<string, string>): Promise<LogReader> {
    const search = new URLSearchParams({ ...query, follow: 'true' }).toString()
    const headers = { authorization: `Bearer ${await portal.token()}` }
    const signal = AbortSignal.timeout(LIMIT_MS)
    const response = await fetch(`${consoleUrl}/api/deployments/log?${search}`, { headers, signal })
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
    return new LogReader(response)
  }

  async close(): Promise<void> {
    this.#away.abort()
    await this.ended
  }

  async #read(response: Response): Promise<void> {
    const decoder = new TextDecoder()
    const reader = response.body?.getReader()
    this.#away.signal.addEventListener('abort', () => void reader?.cancel())
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done) return
      this.text += decoder.decode(value, { stream: true })
    }
  }
}
