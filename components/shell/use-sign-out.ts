'use client'
import { useErrorText } from '@/components/ui/error-text'
import { useNotify } from '@/components/ui/notices'
import { toApiError } from '@/lib/client/api-error'
import { signOut } from '@/lib/client/session-calls'
import { toSignIn } from '@/lib/client/session-end'

/** Ends the session and leads to the sign-in; says so where that fails. */
export function useSignOut(): () => Promise<void> {
  const errorText = useErrorText()
  const notify = useNotify()
  return async () => {
    try {
      await signOut()
      toSignIn()
    } catch (error) {
      notify(errorText(toApiError(error)), 'bad')
    }
  }
}
