'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { Tone } from '@/components/theme/tokens'
import type { ApiError } from '@/lib/client/api-error'
import { useErrorText } from './error-text'
import { useNotify } from './notices'

interface Undoable {
  /** What was done. */
  text: string
  /** Does the opposite; its outcome is told. */
  undo: () => Promise<Undone>
}

export type Undone = { ok: true; text: string; tone?: Tone } | { ok: false; error: ApiError }

/** Tells that something was done, with a button that takes it back. */
export function useUndoable(): (undoable: Undoable) => void {
  const t = useTranslations('common')
  const notify = useNotify()
  const errorText = useErrorText()
  return useCallback(
    ({ text, undo }) => {
      const takeBack = async () => {
        const outcome = await undo()
        if (outcome.ok) notify(outcome.text, outcome.tone)
        else notify(errorText(outcome.error), 'bad')
      }
      notify(text, { action: { label: t('undo'), onSelect: () => void takeBack() } })
    },
    [t, notify, errorText],
  )
}
