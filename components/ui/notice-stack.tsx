'use client'
import { keyframes } from '@emotion/react'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Tone } from '@/components/theme/tokens'
import { CloseIcon } from './icons'
import { ToneDot } from './status'

export interface Notice {
  id: number
  text: string
  tone: Tone
  action?: { label: string; onSelect: () => void }
}

interface NoticeStackProps {
  notices: readonly Notice[]
  onClose: (id: number) => void
}

const SHOWN_MS = 6000
/** Long enough to read it, think, and reach the button. */
const SHOWN_WITH_ACTION_MS = 12_000

const appear = keyframes({ from: { transform: 'translateY(8px)', opacity: 0 }, to: { transform: 'none', opacity: 1 } })

/** What was said last, newest below. F8 leads here from anywhere; none goes while one is pointed at or focused. */
export function NoticeStack({ notices, onClose }: NoticeStackProps) {
  const t = useTranslations('common')
  const [held, setHeld] = useState(false)
  const stack = useRef<HTMLDivElement>(null)
  // What had the pointer or the focus goes with its notice, and no event says so.
  const close = useCallback(
    (id: number) => {
      setHeld(false)
      onClose(id)
    },
    [onClose],
  )
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8') return
      // The newest notice's first button: what can be done about it, else to close it.
      const newest = stack.current?.lastElementChild
      newest?.querySelector('button')?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Box
      ref={stack}
      role="region"
      aria-label={t('notices')}
      aria-keyshortcuts="F8"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      sx={{
        position: 'fixed',
        zIndex: 'snackbar',
        bottom: 16,
        left: { xs: 16, sm: 24 },
        right: { xs: 16, sm: 'auto' },
        maxWidth: { sm: 480 },
        display: 'flex',
        flexDirection: 'column',
        gap: 2,
        pointerEvents: 'none',
      }}
    >
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} held={held} onClose={close} />
      ))}
    </Box>
  )
}

interface NoticeCardProps {
  notice: Notice
  /** Does not go by itself meanwhile. */
  held: boolean
  onClose: (id: number) => void
}

function NoticeCard({ notice, held, onClose }: NoticeCardProps) {
  const t = useTranslations('common')
  const { id, text, tone, action } = notice
  const shownMs = action ? SHOWN_WITH_ACTION_MS : SHOWN_MS
  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(() => onClose(id), shownMs)
    return () => clearTimeout(timer)
  }, [held, id, shownMs, onClose])
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        py: 2,
        pl: 3,
        pr: 2,
        bgcolor: 'background.raised',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        boxShadow: 6,
        pointerEvents: 'auto',
        animation: `${appear} 160ms ease-out`,
      }}
    >
      <Box
        role={tone === 'bad' ? 'alert' : 'status'}
        sx={{ flex: 1, minWidth: 0, '& > span': { whiteSpace: 'normal' } }}
      >
        <ToneDot tone={tone}>{text}</ToneDot>
      </Box>
      {action && (
        <Button
          onClick={() => {
            onClose(id)
            action.onSelect()
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton aria-label={t('dismiss')} title={t('dismiss')} onClick={() => onClose(id)}>
        <CloseIcon fontSize="small" />
      </IconButton>
    </Box>
  )
}
