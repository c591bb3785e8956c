'use client'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { useSWRConfig } from 'swr'
import { dependsOn } from '@/lib/client/dependencies'
import { fetchSession, useSession, type Session } from '@/lib/client/session'
import { SESSION_PATH } from '@/lib/client/session-calls'
import { sessionResumed, toSignIn } from '@/lib/client/session-end'
import { dropUnsaved } from '@/lib/client/unsaved'
import { SignInForm } from './sign-in-form'

/** Not closed by Escape: below it nothing can be asked or saved until somebody signs in. */
export function SignInDialog() {
  const t = useTranslations('session')
  const title = useId()
  const { session } = useSession()
  const resume = useResume(session)
  const leave = () => {
    dropUnsaved()
    toSignIn()
  }
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby={title}>
      <DialogTitle id={title} variant="h2">
        {t('again.title')}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 4 }}>
        <Typography sx={{ color: 'text.secondary' }}>{t('again.text')}</Typography>
        <SignInForm user={session?.userName ?? ''} onSignedIn={resume} />
        <Button color="inherit" onClick={leave}>
          {t('again.leave')}
        </Button>
      </DialogContent>
    </Dialog>
  )
}

/** The same user goes on where the session ended; what another one sees must be fetched anew, all of it. */
function useResume(before: Session | undefined): () => Promise<void> {
  const { mutate } = useSWRConfig()
  return async () => {
    const now = await fetchSession()
    if (before && !isSameUser(before, now)) {
      dropUnsaved()
      window.location.reload()
      return
    }
    await mutate(SESSION_PATH, now, { revalidate: false })
    sessionResumed()
    void mutate((key) => dependsOn(key))
  }
}

const isSameUser = (a: Session, b: Session) =>
  a.userName === b.userName && a.clusterId === b.clusterId && a.groupId === b.groupId && a.userId === b.userId
