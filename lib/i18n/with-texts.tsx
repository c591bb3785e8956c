'use client'
import { NextIntlClientProvider, useLocale, useMessages, useTimeZone } from 'next-intl'
import { useMemo, type ComponentType } from 'react'
import type { Messages } from './messages-en'

/**
 * A page, or a part that loads when it is first opened, with the texts that no other page loads.
 * @param texts in English: those of another language come all at once
 */
export function withTexts<P extends object>(texts: Partial<Messages>, Part: ComponentType<P>): ComponentType<P> {
  return function WithTexts(props: P) {
    const loaded = useMessages()
    const messages = useMemo(() => ({ ...texts, ...loaded }), [loaded])
    return (
      <NextIntlClientProvider locale={useLocale()} messages={messages} timeZone={useTimeZone()}>
        <Part {...props} />
      </NextIntlClientProvider>
    )
  }
}
