import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { NextIntlClientProvider } from 'next-intl'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveBadge } from '@/components/list/live-badge'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { ConsoleTheme } from '@/components/theme/theme-provider'
import { LiveProvider } from '@/lib/client/live'
import { en } from '@/lib/i18n/messages-en'
import { OutageBar } from './outage-bar'

/** happy-dom has no EventSource: the test says when it opens and breaks. */
class ScriptedEventSource extends EventTarget {
  static last: ScriptedEventSource | undefined
  readyState = 0

  constructor(readonly url: string) {
    super()
    ScriptedEventSource.last = this
  }

  close(): void {
    this.readyState = 2
  }
}

const emit = (type: 'open' | 'error') => act(() => void ScriptedEventSource.last?.dispatchEvent(new Event(type)))
/** What the bar says to everybody: while it closes, its last words are hidden. */
const said = () =>
  [...screen.getByRole('status').querySelectorAll(':scope > :not([aria-hidden="true"])')]
    .map(({ textContent }) => textContent)
    .join()
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms))

describe('the connection for changes', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-21T10:32:00Z') })
    // The connection alone is looked at: the rest is not answered.
    vi.stubGlobal('fetch', () => new Promise(() => undefined))
    vi.stubGlobal('EventSource', ScriptedEventSource)
    render(
      <ConsoleTheme>
        <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
          <LiveProvider>
            <OutageBar />
            <LiveBadge />
          </LiveProvider>
        </NextIntlClientProvider>
      </ConsoleTheme>,
    )
  })
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('is said to be live once it is', () => {
    expect(ScriptedEventSource.last?.url).toBe('/api/events')
    expect(screen.getByText('Connecting')).toBeDefined()
    emit('open')
    expect(screen.getByText('Live')).toBeDefined()
  })

  it('marks what is shown with its time when it is lost, and says so when that lasts', () => {
    emit('open')
    emit('error')
    expect(screen.getByText(/As of 10:32/)).toBeDefined()
    pass(2000)
    expect(said()).toBe('')
    pass(1000)
    expect(said()).toContain('was lost at 10:32')
    emit('open')
    expect(said()).toBe('')
    expect(screen.getByText('Live')).toBeDefined()
  })

  it('is closed with the page', () => {
    emit('open')
    cleanup()
    expect(ScriptedEventSource.last?.readyState).toBe(2)
  })
})

describe('what the console works with', () => {
  const health = (broken: readonly string[]) => {
    const parts = Object.fromEntries(
      ['database', 'cluster', 'registry'].map((part) => [part, { ok: !broken.includes(part) }]),
    )
    return { status: broken.length > 0 ? 503 : 200, raw: JSON.stringify({ parts }) }
  }

  it('is named where it cannot be reached, with what that means, until it is back', async () => {
    let broken = ['cluster', 'registry']
    await serveConsole({ at: '/nodes', health: () => health(broken), answers: {} })
    renderPage(<OutageBar />)
    await waitFor(() => expect(said()).toContain('Kubernetes cluster cannot be reached'))
    expect(said()).toContain('images cannot be uploaded')
    broken = []
    await waitFor(() => expect(said()).toBe(''))
  })

  it('is not mentioned where it can be reached', async () => {
    await serveConsole({ at: '/nodes', health: () => health(['registry']), answers: {} })
    renderPage(<OutageBar />)
    await waitFor(() => expect(said()).toContain('images cannot be uploaded'))
    expect(said()).not.toContain('Kubernetes')
  })
})
