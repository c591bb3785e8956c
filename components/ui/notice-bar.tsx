'use client'
import Box from '@mui/material/Box'
import Snackbar from '@mui/material/Snackbar'
import type { Tone } from '@/components/theme/tokens'
import { ToneDot } from './status'

export interface Notice {
  id: number
  text: string
  tone: Tone
}

interface NoticeBarProps {
  notice: Notice
  open: boolean
  onClose: () => void
}

const SHOWN_MS = 5000

export function NoticeBar({ notice, open, onClose }: NoticeBarProps) {
  return (
    <Snackbar
      open={open}
      autoHideDuration={SHOWN_MS}
      onClose={(_, reason) => reason !== 'clickaway' && onClose()}
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
        <ToneDot tone={notice.tone}>{notice.text}</ToneDot>
      </Box>
    </Snackbar>
  )
}
