export const LOCALES = ['en', 'zh'] as const
export type Locale = (typeof LOCALES)[number]

/** The language that pages are prerendered in. */
export const DEFAULT_LOCALE: Locale = 'en'

export const LOCALE_KEY = 'console-locale'
/** Set on <html> until a language other than the prerendered one is in place, see `locale-script.ts`. */
export const PENDING_ATTRIBUTE = 'data-locale-pending'

function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value)
}

/** BCP 47 tag for formatting and `<html lang>`. */
export const LANGUAGE_TAG: Readonly<Record<Locale, string>> = { en: 'en', zh: 'zh-CN' }

/** The language chosen before, else the first of the browser's that there is. */
export function chooseLocale(stored: string | null, preferred: readonly string[]): Locale {
  if (isLocale(stored)) return stored
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0]
    if (isLocale(language)) return language
  }
  return DEFAULT_LOCALE
}
