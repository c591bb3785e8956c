import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useTranslations } from 'next-intl'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConsoleTheme } from '@/components/theme/theme-provider'
import { I18nProvider } from '@/lib/i18n/i18n-provider'
import { LOCALE_KEY, PENDING_ATTRIBUTE } from '@/lib/i18n/locales'
import { LanguageSwitch } from './language-switch'

function Title() {
  return <h1>{useTranslations('session')('title')}</h1>
}

function show(languages: string[]): void {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(languages)
  render(
    <ConsoleTheme>
      <I18nProvider>
        <Title />
        <LanguageSwitch />
      </I18nProvider>
    </ConsoleTheme>,
  )
}

const html = document.documentElement

beforeEach(() => {
  localStorage.clear()
  html.lang = ''
  html.removeAttribute(PENDING_ATTRIBUTE)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('the language', () => {
  it('is the browser’s, and the page waits no longer once its texts are there', async () => {
    html.setAttribute(PENDING_ATTRIBUTE, '')
    show(['zh-CN', 'en'])
    expect(await screen.findByRole('heading', { name: '登录' })).toBeDefined()
    expect(html.lang).toBe('zh-CN')
    expect(html.hasAttribute(PENDING_ATTRIBUTE)).toBe(false)
  })

  it('changes at a click, and is remembered', async () => {
    show(['en'])
    expect(screen.getByRole('heading', { name: 'Sign in' })).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: '中文' }))
    expect(await screen.findByRole('heading', { name: '登录' })).toBeDefined()
    expect(localStorage.getItem(LOCALE_KEY)).toBe('zh')
    expect(screen.getByRole('button', { name: '中文' }).getAttribute('aria-pressed')).toBe('true')
    cleanup()
    show(['en'])
    expect(await screen.findByRole('heading', { name: '登录' })).toBeDefined()
  })

  it('follows a choice made in another tab', async () => {
    show(['en'])
    localStorage.setItem(LOCALE_KEY, 'zh')
    window.dispatchEvent(new StorageEvent('storage', { key: LOCALE_KEY }))
    await waitFor(() => expect(html.lang).toBe('zh-CN'))
    expect(await screen.findByRole('heading', { name: '登录' })).toBeDefined()
  })
})
