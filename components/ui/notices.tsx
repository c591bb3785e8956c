'use client'
import Box from '@mui/material/Box'
import Snackbar from '@mui/material/Snackbar'
import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import type { Tone } from '@/components/theme/tokens'
import { ToneDot } from './status'

type Notify = (text: string, tone?: Tone) => void

const NoticeContext = createContext<Notify>(() => undefined)

/** Tells the user in passing that something was done. */
export function useNotify(): Notify {
  return use(NoticeContext)
}

const SHOWN_MS = 5000

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<{ id: number; text: string; tone: Tone }>()
  const [open, setOpen] = useState(false)
  const notify = useCallback<Notify>((text, tone = 'good') => {
    setNotice((before) => ({ id: (before?.id ?? 0) + 1, text, tone }))
    setOpen(true)
  }, [])
  return (
    <NoticeContext value={notify}>
      {children}
      <Snackbar
        key={notice?.id}
        open={open}
        autoHideDuration={SHOWN_MS}
        onClose={(_, reason) => reason !== 'clickaway' && setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      >
        <Box
          role="status"
          sx={{
            p: 3,
            bgcolor: 'background.raised',
            border: 1,
            borderColor: 'divider',
            borderRadius: 1,
            boxShadow: 6,
            maxWidth: 480,
            '& > span': { whiteSpace: 'normal' },
          }}
        >
          {notice && <ToneDot tone={notice.tone}>{notice.text}</ToneDot>}
        </Box>
      </Snackbar>
    </NoticeContext>
  )
}
