'use client'
import { NextIntlClientProvider, useLocale, useMessages, useTimeZone } from 'next-intl'
import { useMemo, type ReactNode } from 'react'
import { laterEn } from './messages-en-later'

/** Around a part that loads when it is first opened: its texts come with it, not with the page. */
export function LaterMessages({ children }: { children: ReactNode }) {
  const loaded = useMessages()
  const messages = useMemo(() => ({ ...laterEn, ...loaded }), [loaded])
  return (
    <NextIntlClientProvider locale={useLocale()} messages={messages} timeZone={useTimeZone()}>
      {children}
    </NextIntlClientProvider>
  )
}
