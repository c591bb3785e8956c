'use client'
import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import type { Tone } from '@/components/theme/tokens'
import { lazyPart } from './lazy-part'
import type { Notice } from './notice-bar'

type Notify = (text: string, tone?: Tone) => void

const NoticeContext = createContext<Notify>(() => undefined)

/** Tells the user in passing that something was done. */
export function useNotify(): Notify {
  return use(NoticeContext)
}

const NoticeBar = lazyPart(async () => (await import('./notice-bar')).NoticeBar)

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice>()
  const [open, setOpen] = useState(false)
  const notify = useCallback<Notify>((text, tone = 'good') => {
    setNotice((before) => ({ id: (before?.id ?? 0) + 1, text, tone }))
    setOpen(true)
  }, [])
  return (
    <NoticeContext value={notify}>
      {children}
      {notice && <NoticeBar key={notice.id} open={open} notice={notice} onClose={() => setOpen(false)} />}
    </NoticeContext>
  )
}
