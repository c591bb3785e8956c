'use client'
import '@xterm/xterm/css/xterm.css'
import Box from '@mui/material/Box'
import { Terminal } from '@xterm/xterm'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { terminalColours } from '@/components/theme/terminal-colours'
import { fonts } from '@/components/theme/tokens'
import { TerminalConnection, type TerminalWish } from '@/lib/client/terminal-connection'
import type { TerminalNotice } from '@/lib/workloads/terminal-session'

export type TerminalEnd = Exclude<TerminalNotice, { type: 'opened' }> | { type: 'lost' }

interface TerminalScreenProps {
  wish: Omit<TerminalWish, 'cols' | 'rows'>
  onOpened: () => void
  onEnd: (end: TerminalEnd) => void
}

/** A terminal's screen and keys, for as long as it is shown. */
export function TerminalScreen({ wish, onOpened, onEnd }: TerminalScreenProps) {
  const t = useTranslations('workloads')
  const box = useRef<HTMLDivElement>(null)
  const first = useRef({ wish, onOpened, onEnd })
  useEffect(() => {
    if (!box.current) return undefined
    return openTerminal(box.current, first.current)
  }, [])
  return (
    <Box
      role="group"
      aria-label={t('terminal.label')}
      sx={{
        height: { xs: '60vh', md: 'max(320px, calc(100vh - 420px))' },
        p: 2,
        bgcolor: terminalColours.background,
        borderRadius: 1,
      }}
    >
      <Box ref={box} sx={{ height: '100%', overflow: 'hidden' }} />
    </Box>
  )
}

/** @returns what ends it */
function openTerminal(element: HTMLElement, { wish, onOpened, onEnd }: TerminalScreenProps): () => void {
  const terminal = new Terminal({
    fontFamily: fonts.mono,
    fontSize: 13,
    cursorBlink: false,
    scrollback: 5000,
    screenReaderMode: true,
    theme: terminalColours,
    // A program may set a background of its own.
    minimumContrastRatio: AA_TEXT,
  })
  terminal.open(element)
  fit(terminal, element)
  let end: TerminalEnd | undefined
  let isGone = false
  const connection = new TerminalConnection(
    { ...wish, cols: terminal.cols, rows: terminal.rows },
    {
      onOutput: (data) => terminal.write(data),
      onNotice: (notice) => {
        if (notice.type === 'opened') {
          onOpened()
          terminal.focus()
        } else end = notice
      },
      // Whoever closed it knows, and may have opened another by now.
      onClose: () => isGone || onEnd(end ?? { type: 'lost' }),
    },
  )
  terminal.onData((text) => connection.type(text))
  terminal.onResize(({ cols, rows }) => connection.resize(cols, rows))
  const observer = new ResizeObserver(() => fit(terminal, element))
  observer.observe(element)
  return () => {
    isGone = true
    observer.disconnect()
    connection.close()
    terminal.dispose()
  }
}

/** As many columns and rows as there is room for, by the size that one has now. */
function fit(terminal: Terminal, element: HTMLElement): void {
  const screen = element.querySelector('.xterm-screen')
  if (!screen || screen.clientWidth === 0 || element.clientWidth === 0) return
  const cellWidth = screen.clientWidth / terminal.cols
  const cellHeight = screen.clientHeight / terminal.rows
  const cols = Math.max(10, Math.floor((element.clientWidth - SCROLLBAR) / cellWidth))
  const rows = Math.max(5, Math.floor(element.clientHeight / cellHeight))
  if (cols !== terminal.cols || rows !== terminal.rows) terminal.resize(cols, rows)
}

const SCROLLBAR = 16
/** WCAG 2.2, 1.4.3. */
const AA_TEXT = 4.5
