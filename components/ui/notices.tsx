'use client'
import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import type { Tone } from '@/components/theme/tokens'
import { lazyPart } from './lazy-part'
import { LeaveQuestion } from './leave-question'
import type { Notice } from './notice-stack'

interface NoticeOptions {
  /** Good unless told. */
  tone?: Tone
  /** One thing to do about it, such as to undo it. */
  action?: { label: string; onSelect: () => void }
}

type Notify = (text: string, options?: Tone | NoticeOptions) => void

const NoticeContext = createContext<Notify>(() => undefined)

/** Tells the user in passing that something was done. */
export function useNotify(): Notify {
  return use(NoticeContext)
}

const NoticeStack = lazyPart(async () => (await import('./notice-stack')).NoticeStack)
/** The oldest goes when there are more. */
const MOST = 4

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [{ notices, used }, setState] = useState<{ notices: readonly Notice[]; used: boolean }>({
    notices: [],
    used: false,
  })
  const notify = useCallback<Notify>((text, options = {}) => {
    const { tone = 'good', action } = typeof options === 'string' ? { tone: options } : options
    setState((before) => {
      const id = (before.notices.at(-1)?.id ?? 0) + 1
      return { notices: [...before.notices, { id, text, tone, action }].slice(-MOST), used: true }
    })
  }, [])
  const close = useCallback((id: number) => {
    setState((before) => ({ ...before, notices: before.notices.filter((notice) => notice.id !== id) }))
  }, [])
  return (
    <NoticeContext value={notify}>
      {children}
      <LeaveQuestion />
      {used && <NoticeStack notices={notices} onClose={close} />}
    </NoticeContext>
  )
}
