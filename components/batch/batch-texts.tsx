'use client'
import { NextIntlClientProvider, useLocale, useMessages, useTimeZone } from 'next-intl'
import { useMemo, type ComponentType } from 'react'
import en from '@/lib/i18n/messages/en/batch.json'
import zh from '@/lib/i18n/messages/zh/batch.json'

/** Adds the texts of the batch pages, which no other page loads. */
export function withBatchTexts(Page: ComponentType): ComponentType {
  return function WithBatchTexts() {
    const loaded = useMessages()
    const locale = useLocale()
    const messages = useMemo(() => ({ ...loaded, batch: locale.startsWith('zh') ? zh : en }), [loaded, locale])
    return (
      <NextIntlClientProvider locale={locale} messages={messages} timeZone={useTimeZone()}>
        <Page />
      </NextIntlClientProvider>
    )
  }
}
