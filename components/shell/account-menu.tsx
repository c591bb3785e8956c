'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AccountIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { useSession } from '@/lib/client/session'

const AccountMenuPanel = lazyPart(async () => (await import('./account-menu-panel')).AccountMenuPanel)

/** Who is signed in, language, appearance, and the way out. */
export function AccountMenu() {
  const t = useTranslations('shell')
  const { session } = useSession()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <Button
        color="inherit"
        startIcon={<AccountIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={session ? `${t('account')}: ${session.userName}` : t('account')}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {session?.userName ?? ''}
      </Button>
      {anchor && <AccountMenuPanel anchor={anchor} onClose={() => setAnchor(null)} />}
    </>
  )
}
