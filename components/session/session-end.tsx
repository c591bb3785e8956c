'use client'
import { useSyncExternalStore } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { isSessionEnded, onSessionEnd } from '@/lib/client/session-end'

const SignInDialog = lazyPart(async () => (await import('./sign-in-dialog')).SignInDialog)

/** Asks to sign in again over the page that is open when the session ends; stands once, around all pages. */
export function SessionEnd() {
  const ended = useSyncExternalStore(onSessionEnd, isSessionEnded, () => false)
  return ended && <SignInDialog />
}
