'use client'
import { useSyncExternalStore } from 'react'
import { answerLeave, onLeaveAsked, pendingLeave } from '@/lib/client/unsaved'
import { lazyPart } from './lazy-part'

const LeaveDialog = lazyPart(async () => (await import('./leave-dialog')).LeaveDialog)

/** Asks whether to leave a form with unsaved content; stands once, around all pages. */
export function LeaveQuestion() {
  const asked = useSyncExternalStore(onLeaveAsked, pendingLeave, () => undefined)
  return asked && <LeaveDialog onStay={() => answerLeave(false)} onLeave={() => answerLeave(true)} />
}
