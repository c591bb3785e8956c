'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { Suspense, type ReactNode } from 'react'
import { SWRConfig } from 'swr'
import { UploadProvider } from '@/components/images/upload-provider'
import { SessionEnd } from '@/components/session/session-end'
import { NoticeProvider } from '@/components/ui/notices'
import { LiveProvider } from '@/lib/client/live'
import { swrOptions } from '@/lib/client/swr-options'
import { ConsoleMessages } from '@/lib/i18n/console-messages'
import { OutageBar } from './outage-bar'
import { PageFollower } from './page-follower'
import { SessionGate } from './session-gate'
import { ShellLayers } from './shell-layers'
import { SideNavigation } from './side-navigation'
import { TopBar } from './top-bar'

const MAIN_ID = 'main'

/** What surrounds every page but the sign-in. */
export function ConsoleShell({ children }: { children: ReactNode }) {
  return (
    <ConsoleMessages>
      <SWRConfig value={swrOptions}>
        <NoticeProvider>
          <ShellLayers>
            <SkipLink />
            <Box sx={{ display: 'flex', minHeight: '100vh' }}>
              <SideNavigation />
              <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
                <TopBar />
                <Suspense>
                  <SessionGate>
                    <LiveProvider>
                      <UploadProvider>
                        <PageFollower />
                        <OutageBar />
                        <SessionEnd />
                        <Box
                          component="main"
                          id={MAIN_ID}
                          tabIndex={-1}
                          sx={{ flex: 1, p: { xs: 4, md: 6 }, maxWidth: 1440, width: '100%', outline: 'none' }}
                        >
                          {children}
                        </Box>
                      </UploadProvider>
                    </LiveProvider>
                  </SessionGate>
                </Suspense>
              </Box>
            </Box>
          </ShellLayers>
        </NoticeProvider>
      </SWRConfig>
    </ConsoleMessages>
  )
}

/** Without `#main` in the address, which pages keep their state in. */
function toMain(event: React.MouseEvent): void {
  const main = document.getElementById(MAIN_ID)
  if (!main) return
  event.preventDefault()
  main.focus()
}

function SkipLink() {
  const t = useTranslations('shell')
  return (
    <Box
      component="a"
      href={`#${MAIN_ID}`}
      onClick={toMain}
      sx={{
        position: 'fixed',
        top: -100,
        left: 8,
        zIndex: 'tooltip',
        p: 2,
        bgcolor: 'background.raised',
        color: 'primary.main',
        borderRadius: 1,
        '&:focus': { top: 8 },
      }}
    >
      {t('skip')}
    </Box>
  )
}
