'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useErrorText } from '@/components/ui/error-text'
import { ToneDot } from '@/components/ui/status'
import type { EachState } from '@/lib/client/change-each'

interface Row {
  key: string
  name: string
  obstacle?: ReactNode
}

interface EachListProps {
  label: string
  rows: readonly Row[]
  states: ReadonlyMap<string, EachState>
  /** The change is under way: leaving by a link would end it half way, without a word. */
  busy: boolean
  /** A link of an obstacle was followed: the page may be there already, below the dialog. */
  onLeave: () => void
}

/** Each record with what stands in the way, or with what became of it. */
export function EachList({ label, rows, states, busy, onLeave }: EachListProps) {
  return (
    <Box component="ul" tabIndex={0} aria-label={label} sx={listSx}>
      {rows.map(({ key, name, obstacle }) => (
        <Box component="li" key={key} sx={rowSx}>
          <Box component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere', fontWeight: 500 }}>
            {name}
          </Box>
          <Outcome state={states.get(key)} began={states.size > 0}>
            {obstacle !== undefined && (
              <Box component="span" inert={busy} onClick={onLeave} sx={busy ? asTextSx : undefined}>
                {obstacle}
              </Box>
            )}
          </Outcome>
        </Box>
      ))}
    </Box>
  )
}

interface OutcomeProps {
  state: EachState | undefined
  began: boolean
  /** The obstacle; false where there is none. */
  children: ReactNode
}

function Outcome({ state, began, children }: OutcomeProps) {
  const t = useTranslations('common')
  const errorText = useErrorText()
  if (state === 'busy') return <ToneDot tone="working">{t('each.busy')}</ToneDot>
  if (state === 'done') return <ToneDot tone="good">{t('each.done')}</ToneDot>
  if (state) {
    return (
      <Box component="span" sx={{ color: 'tone.bad' }}>
        {errorText(state)}
      </Box>
    )
  }
  return children === false && began ? <ToneDot tone="none">{t('each.waiting')}</ToneDot> : children
}

const listSx = {
  listStyle: 'none',
  m: 0,
  p: 0,
  maxHeight: 320,
  overflow: 'auto',
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  '& > li + li': { borderTop: 1, borderColor: 'divider' },
}

const asTextSx = { '& a': { color: 'text.secondary', textDecoration: 'none' } } as const

const rowSx = { px: 3, py: 1.5, display: 'flex', flexWrap: 'wrap', columnGap: 4, justifyContent: 'space-between' }
