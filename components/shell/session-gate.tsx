'use client'
import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { useSession } from '@/lib/client/session'

/** Pages ask for data only once it is known who is signed in; without a session the sign-in follows. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { session, error, retry } = useSession()
  if (session) return children
  if (!error || error.status === 401) return null
  return (
    <Box component="main" sx={{ p: 6 }}>
      <ErrorNotice error={error} onRetry={retry} />
    </Box>
  )
}
