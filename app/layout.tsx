import InitColorSchemeScript from '@mui/material/InitColorSchemeScript'
import { AppRouterCacheProvider } from '@mui/material-nextjs/v16-appRouter'
import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import type { ReactNode } from 'react'
import { ConsoleTheme } from '@/components/theme/theme-provider'
import { palettes } from '@/components/theme/tokens'
import { I18nProvider } from '@/lib/i18n/i18n-provider'
import { localeScript, pendingStyle } from '@/lib/i18n/locale-script'

/** Preloaded; until it is there, text stands in the system's face, stretched to the same measures. */
const inter = localFont({
  src: './fonts/inter-latin.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
})

export const metadata: Metadata = {
  applicationName: 'ApulisEdge Console',
  icons: {
    icon: [
      { url: '/favicon.ico', sizes: '48x48' },
      { url: '/icon.svg', type: 'image/svg+xml' },
    ],
    apple: '/apple-touch-icon.png',
  },
  manifest: '/manifest.webmanifest',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: palettes.light.background.paper },
    { media: '(prefers-color-scheme: dark)', color: palettes.dark.background.paper },
  ],
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The scripts below set attributes of <html> before React sees it.
    <html lang="en" className={inter.variable} suppressHydrationWarning>
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
