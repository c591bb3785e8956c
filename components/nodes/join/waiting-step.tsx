'use client'
import Box from '@mui/material/Box'
import CircularProgress from '@mui/material/CircularProgress'
import Typography from '@mui/material/Typography'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { Facts } from '@/components/ui/facts'
import { DoneIcon } from '@/components/ui/icons'
import type { NodeRecord } from '@/lib/nodes/schema'
import { runtimeName } from '../node-constants'

const TICK_MS = 1000
/** A machine that was not heard from for this long has met with something. */
const TOO_LONG_MS = 5 * 60_000
const HINTS = ['output', 'service', 'network', 'runtime', 'clock', 'other', 'expired'] as const

/** Watches until the machine has joined, by itself; says what to look at when it takes too long. */
export function WaitingStep({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const here = node.status === 'Online' || node.status === 'Offline'
  return (
    <>
      <Box role="status" sx={{ display: 'flex', alignItems: 'center', gap: 3, mb: 3 }}>
        {here ? <HereMark /> : <CircularProgress size={20} aria-label={t('join.waiting')} />}
        <div>
          <Typography sx={{ fontWeight: 500 }}>{here ? t('join.here') : t('join.waiting')}</Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {here ? t('join.hereText') : t('join.leave')}
          </Typography>
        </div>
      </Box>
      {here ? <Arrived node={node} /> : <Patience />}
    </>
  )
}

function HereMark() {
  return (
    <Box aria-hidden sx={{ color: 'tone.good', display: 'inline-flex', fontSize: '1.5rem' }}>
      <DoneIcon fontSize="inherit" />
    </Box>
  )
}

function Arrived({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  return (
    <Facts
      facts={[
        { label: t('column.arch'), value: node.arch },
        { label: t('column.address'), value: node.interIp || node.outerIp },
        { label: t('osImage'), value: node.osImage },
        { label: t('column.runtime'), value: runtimeName(node) },
      ]}
    />
  )
}

/** For how long it has been waited, and what may be wrong. */
function Patience() {
  const t = useTranslations('nodes')
  const format = useFormatter()
  const now = useNow({ updateInterval: TICK_MS })
  const [beganAt] = useState(() => Date.now())
  const waitedMs = Math.max(0, now.getTime() - beganAt)
  const tooLong = waitedMs >= TOO_LONG_MS
  const minutes = format.number(Math.floor(waitedMs / 60_000))
  const seconds = format.number(Math.floor(waitedMs / 1000) % 60, { minimumIntegerDigits: 2 })
  const code = (parts: ReactNode) => <code>{parts}</code>
  return (
    <>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 2, fontVariantNumeric: 'tabular-nums' }}>
        {t('join.waited', { minutes, seconds })}
      </Typography>
      <Box
        component="details"
        key={String(tooLong)}
        open={tooLong}
        sx={{ '& > summary': { cursor: 'pointer', py: 1, color: tooLong ? 'tone.attention' : 'text.secondary' } }}
      >
        <summary>{tooLong ? t('join.tooLong') : t('join.help')}</summary>
        <Box component="ul" sx={{ my: 1, pl: 5, '& > li': { mb: 1 }, '& code': { overflowWrap: 'anywhere' } }}>
          {HINTS.map((hint) => (
            <li key={hint}>{t.rich(`join.hint.${hint}`, { code })}</li>
          ))}
        </Box>
      </Box>
    </>
  )
}
