'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { fonts } from '@/components/theme/tokens'
import type { LineView } from '@/lib/client/line-buffer'
import { LINE_HEIGHT, LogRows } from './log-rows'

interface LogViewProps {
  view: LineView
  search: string
  /** The line to be in sight, among `view.lines`. */
  current: number | undefined
  timeOf: ((time: string) => string) | undefined
  /** Shown where there are no lines. */
  empty: string
}

const OVERSCAN = 10
/** So near to the end one is at the end. */
const NEAR_END = LINE_HEIGHT * 1.5

/** A log's lines, of which only those in sight are drawn; it keeps to the end until one scrolls up. */
export function LogView({ view, search, current, timeOf, empty }: LogViewProps) {
  const t = useTranslations('workloads')
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ top: 0, height: 480 })
  const [leftAt, setLeftAt] = useState<number>()
  const { lines, dropped } = view
  const total = dropped + lines.length
  useHeight(box, (height) => setPlace((before) => ({ ...before, height })))
  useStanding(box, dropped, total, leftAt !== undefined)
  useEffect(() => {
    if (current === undefined || !box.current) return
    const top = current * LINE_HEIGHT
    const { scrollTop, clientHeight } = box.current
    if (top < scrollTop || top > scrollTop + clientHeight - LINE_HEIGHT) {
      box.current.scrollTop = Math.max(0, top - clientHeight / 2)
    }
  }, [current])

  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = box.current ?? {}
    setPlace((before) => ({ ...before, top: scrollTop }))
    const atEnd = scrollHeight - scrollTop - clientHeight <= NEAR_END
    setLeftAt((before) => (atEnd ? undefined : (before ?? total)))
  }
  const toEnd = () => {
    setLeftAt(undefined)
    box.current?.scrollTo({ top: box.current.scrollHeight })
    box.current?.focus()
  }
  const first = Math.max(0, Math.floor(place.top / LINE_HEIGHT) - OVERSCAN)
  const shown = lines.slice(first, first + Math.ceil(place.height / LINE_HEIGHT) + 2 * OVERSCAN)
  return (
    <Box sx={{ position: 'relative' }}>
      <Box ref={box} role="region" aria-label={t('log.label')} tabIndex={0} onScroll={onScroll} sx={boxSx}>
        {lines.length === 0 ? (
          <Box sx={{ px: 3, color: 'text.secondary', whiteSpace: 'normal' }}>{empty}</Box>
        ) : (
          <div
            style={{
              paddingTop: first * LINE_HEIGHT,
              paddingBottom: Math.max(0, lines.length - first - shown.length) * LINE_HEIGHT,
            }}
          >
            <LogRows lines={shown} first={first} search={search} current={current} timeOf={timeOf} />
          </div>
        )}
      </Box>
      {leftAt !== undefined && (
        <Button variant="contained" size="small" onClick={toEnd} sx={{ position: 'absolute', right: 20, bottom: 20 }}>
          {total > leftAt ? t('log.newLines', { count: total - leftAt }) : t('log.toEnd')}
        </Button>
      )}
    </Box>
  )
}

function useHeight(boxRef: { current: HTMLElement | null }, onHeight: (height: number) => void) {
  const told = useRef(onHeight)
  useEffect(() => {
    const element = boxRef.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => told.current(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [boxRef])
}

/** At the end it stays at the end; elsewhere what is looked at stays where it is while older lines go. */
function useStanding(boxRef: { current: HTMLElement | null }, dropped: number, total: number, left: boolean) {
  const before = useRef(dropped)
  useLayoutEffect(() => {
    const element = boxRef.current
    if (element && !left) element.scrollTop = element.scrollHeight
    else if (element && dropped > before.current) element.scrollTop -= (dropped - before.current) * LINE_HEIGHT
    before.current = dropped
  }, [boxRef, dropped, total, left])
}

const boxSx = {
  height: { xs: '60vh', md: 'max(320px, calc(100vh - 420px))' },
  overflow: 'auto',
  overflowAnchor: 'none',
  py: 2,
  fontFamily: fonts.mono,
  fontSize: '0.8125rem',
  lineHeight: `${LINE_HEIGHT}px`,
  whiteSpace: 'pre',
  bgcolor: 'background.default',
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  '& mark': { bgcolor: 'tint.attention', color: 'tone.attention', fontWeight: 600 },
}
