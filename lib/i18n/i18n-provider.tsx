'use client'
import { NextIntlClientProvider } from 'next-intl'
import { createContext, use, useCallback, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { chooseLocale, DEFAULT_LOCALE, LANGUAGE_TAG, LOCALE_KEY, PENDING_ATTRIBUTE, type Locale } from './locales'
import type { Messages } from './messages-en'
import { baseEn } from './messages-en-base'

/** The prerendered language's texts come in two parts, see `console-messages.tsx`; another language's in one. */
async function loadMessages(locale: Locale): Promise<Partial<Messages>> {
  return locale === DEFAULT_LOCALE ? baseEn : (await import('./messages-zh')).zh
}

interface LocaleControl {
  locale: Locale
  setLocale: (locale: Locale) => void
}

const LocaleContext = createContext<LocaleControl>({ locale: DEFAULT_LOCALE, setLocale: () => undefined })

export function useLocaleControl(): LocaleControl {
  return use(LocaleContext)
}

function storedLocale(): string | null {
  try {
    return localStorage.getItem(LOCALE_KEY)
  } catch {
    // Storage may be forbidden; the browser's own languages decide then.
    return null
  }
}

function storeLocale(locale: Locale): void {
  try {
    localStorage.setItem(LOCALE_KEY, locale)
  } catch {
    // As above: the choice holds for this page only.
  }
}

/** Texts and formats in the reader's language, chosen in the browser so that pages stay static. */
export function I18nProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ locale: Locale; messages: Partial<Messages> }>({
    locale: DEFAULT_LOCALE,
    messages: baseEn,
  })

  const show = useCallback(async (locale: Locale) => {
    try {
      setShown({ locale, messages: await loadMessages(locale) })
      document.documentElement.lang = LANGUAGE_TAG[locale]
    } catch {
      // The texts could not be fetched: what is shown stays, in the language it has.
      document.documentElement.removeAttribute(PENDING_ATTRIBUTE)
    }
  }, [])

  useEffect(() => {
    const choose = () => void show(chooseLocale(storedLocale(), navigator.languages))
    const chosenElsewhere = (event: StorageEvent) => event.key === LOCALE_KEY && choose()
    choose()
    window.addEventListener('storage', chosenElsewhere)
    return () => window.removeEventListener('storage', chosenElsewhere)
  }, [show])

  useLayoutEffect(() => {
    if (shown.locale !== DEFAULT_LOCALE) document.documentElement.removeAttribute(PENDING_ATTRIBUTE)
  }, [shown])

  const control = useMemo<LocaleControl>(
    () => ({
      locale: shown.locale,
      setLocale: (locale) => {
        storeLocale(locale)
        void show(locale)
      },
    }),
    [shown.locale, show],
  )
  return (
    <LocaleContext value={control}>
      <NextIntlClientProvider
        locale={LANGUAGE_TAG[shown.locale]}
        messages={shown.messages}
        timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        {children}
      </NextIntlClientProvider>
    </LocaleContext>
  )
}
