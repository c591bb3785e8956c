import { act, cleanup, render, screen } from '@testing-library/react'
import { NextIntlClientProvider } from 'next-intl'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveBadge } from '@/components/list/live-badge'
import { ConsoleTheme } from '@/components/theme/theme-provider'
import { LiveProvider } from '@/lib/client/live'
import { en } from '@/lib/i18n/messages-en'
import { ConnectionBar } from './connection-bar'

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
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms))

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-21T10:32:00Z') })
  vi.stubGlobal('EventSource', ScriptedEventSource)
  render(
    <ConsoleTheme>
      <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
        <LiveProvider>
          <ConnectionBar />
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

describe('the connection for changes', () => {
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
    expect(screen.queryByRole('status')).toBeNull()
    pass(1000)
    expect(screen.getByRole('status').textContent).toContain('was lost at 10:32')
    emit('open')
    expect(screen.queryByRole('status')).toBeNull()
    expect(screen.getByText('Live')).toBeDefined()
  })

  it('is closed with the page', () => {
    emit('open')
    cleanup()
    expect(ScriptedEventSource.last?.readyState).toBe(2)
  })
})
