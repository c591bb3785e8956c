import InitColorSchemeScript from '@mui/material/InitColorSchemeScript'
import { AppRouterCacheProvider } from '@mui/material-nextjs/v16-appRouter'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { ConsoleTheme } from '@/components/theme/theme-provider'
import { I18nProvider } from '@/lib/i18n/i18n-provider'
import { localeScript, pendingStyle } from '@/lib/i18n/locale-script'

export const metadata: Metadata = { icons: { icon: '/icon.svg' } }

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The scripts below set attributes of <html> before React sees it.
    <html lang="en" suppressHydrationWarning>
      <head>
        <style>{pendingStyle}</style>
        <script dangerouslySetInnerHTML={{ __html: localeScript }} />
      </head>
      <body>
        <InitColorSchemeScript attribute="data-color-scheme" defaultMode="system" />
        <AppRouterCacheProvider>
          <ConsoleTheme>
            <I18nProvider>{children}</I18nProvider>
          </ConsoleTheme>
        </AppRouterCacheProvider>
      </body>
    </html>
  )
}
