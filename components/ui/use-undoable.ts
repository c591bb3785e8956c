'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { ApiError } from '@/lib/client/api-error'
import { useErrorText } from './error-text'
import { useNotify } from './notices'

interface Undoable {
  /** What was done. */
  text: string
  /** Does the opposite; its outcome is told. */
  undo: () => Promise<{ ok: true } | { ok: false; error: ApiError }>
  /** What is told once it is undone. */
  undoneText: string
}

/** Tells that something was done, with a button that takes it back. */
export function useUndoable(): (undoable: Undoable) => void {
  const t = useTranslations('common')
  const notify = useNotify()
  const errorText = useErrorText()
  return useCallback(
    ({ text, undo, undoneText }) => {
      const takeBack = async () => {
        const outcome = await undo()
        if (outcome.ok) notify(undoneText)
        else notify(errorText(outcome.error), 'bad')
      }
      notify(text, { action: { label: t('undo'), onSelect: () => void takeBack() } })
    },
    [t, notify, errorText],
  )
}
