'use client'
import { NextIntlClientProvider, useLocale, useMessages, useTimeZone } from 'next-intl'
import { useMemo, type ReactNode } from 'react'
import type { Messages } from './messages-en'

interface LaterMessagesProps {
  /** In English: those of another language come all at once. */
  texts: Partial<Messages>
  children: ReactNode
}

/** Around a page, or a part that loads when it is first opened, whose texts no other page loads. */
export function LaterMessages({ texts, children }: LaterMessagesProps) {
  const loaded = useMessages()
  const messages = useMemo(() => ({ ...texts, ...loaded }), [texts, loaded])
  return (
    <NextIntlClientProvider locale={useLocale()} messages={messages} timeZone={useTimeZone()}>
      {children}
    </NextIntlClientProvider>
  )
}
