import { render, type RenderResult } from '@testing-library/react'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { PathnameContext, SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { NextIntlClientProvider } from 'next-intl'
import { startTransition, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { SWRConfig } from 'swr'
import { UploadProvider } from '@/components/images/upload-provider'
import { ConsoleTheme } from '@/components/theme/theme-provider'
import { NoticeProvider } from '@/components/ui/notices'
import { en } from '@/lib/i18n/messages-en'
import { laterEn } from '@/lib/i18n/messages-en-later'

/** Shows a component as a page of the console does, in English, at the address that the window has. */
export function renderPage(page: ReactNode): RenderResult {
  return render(
    <TestRouter>
      <ConsoleTheme>
        <NextIntlClientProvider locale="en" messages={{ ...en, ...laterEn }} timeZone="UTC">
          <SWRConfig value={{ provider: () => new Map(), dedupingInterval: 0, shouldRetryOnError: false }}>
            <NoticeProvider>
              <UploadProvider>{page}</UploadProvider>
            </NoticeProvider>
          </SWRConfig>
        </NextIntlClientProvider>
      </ConsoleTheme>
    </TestRouter>,
  )
}

const METHODS = ['pushState', 'replaceState'] as const

/** What Next's router gives to hooks: the address as it is, also after `history.pushState`. */
function TestRouter({ children }: { children: ReactNode }) {
  const [address, setAddress] = useState(() => window.location.href)
  useLayoutEffect(() => {
    const originals = METHODS.map((method) => {
      const original = window.history[method].bind(window.history)
      window.history[method] = (...args) => {
        original(...args)
        // As Next does: what else changes is drawn before the new address.
        startTransition(() => setAddress(window.location.href))
      }
      return [method, original] as const
    })
    return () => {
      for (const [method, original] of originals) window.history[method] = original
    }
  }, [])
  const { pathname, searchParams } = useMemo(() => new URL(address), [address])
  const router = useMemo(() => {
    const go = (href: string) => window.history.pushState(null, '', href)
    const nothing = () => undefined
    return { push: go, replace: go, back: nothing, forward: nothing, refresh: nothing, prefetch: nothing }
  }, [])
  return (
    // Next adds members to its router from version to version; no page uses others than these.
    <AppRouterContext value={router as never}>
      <PathnameContext value={pathname}>
        <SearchParamsContext value={searchParams}>{children}</SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>
  )
}
