'use client'
import { NextIntlClientProvider, useLocale, useMessages, useTimeZone } from 'next-intl'
import { useMemo, type ReactNode } from 'react'
import { en } from './messages-en'

/** Adds the texts of the pages behind the sign-in to those that every page has. */
export function ConsoleMessages({ children }: { children: ReactNode }) {
  const loaded = useMessages()
  const messages = useMemo(() => ({ ...en, ...loaded }), [loaded])
  return (
    <NextIntlClientProvider locale={useLocale()} messages={messages} timeZone={useTimeZone()}>
      {children}
    </NextIntlClientProvider>
  )
}
