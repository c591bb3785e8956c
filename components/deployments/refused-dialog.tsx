'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { NodeResult } from '@/lib/deployments/schema'
import type { NodeAct, Refused } from './act-on-nodes'

interface RefusedDialogProps {
  act: NodeAct
  refused: readonly Refused[]
  /** On how many it was done. */
  done: number
  onClose: () => void
}

const SHOWN = 200

/** On which nodes nothing could be done, and why. */
export function RefusedDialog({ act, refused, done, onClose }: RefusedDialogProps) {
  const t = useTranslations('deployments')
  const common = useTranslations('common')
  const refusalText = useRefusalText()
  const titleId = useId()
  const several = new Set(refused.map(({ appName }) => appName)).size > 1
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId} variant="h2">
        {t(`${act}.partTitle`, { failed: refused.length, count: refused.length + done })}
      </DialogTitle>
      <DialogContent>
        {done > 0 && <Box sx={{ mb: 2 }}>{t(`${act}.done`, { count: done })}</Box>}
        <Box component="ul" tabIndex={0} aria-label={t('nodes')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {refused.slice(0, SHOWN).map(({ appName, nodeName, result }, index) => (
            <Box component="li" key={`${index} ${nodeName}`} sx={resultRow}>
              <Box sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}>
                {several ? t('onNode', { app: appName, node: nodeName }) : nodeName}
              </Box>
              <Box sx={{ color: 'tone.bad' }}>{refusalText(result)}</Box>
            </Box>
          ))}
        </Box>
        {refused.length > SHOWN && <Box sx={{ mt: 2 }}>{t('andMore', { count: refused.length - SHOWN })}</Box>}
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4 }}>
        <Button variant="contained" onClick={onClose} autoFocus>
          {common('close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

const resultRow = {
  display: 'grid',
  gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' },
  columnGap: 4,
  py: 2,
  borderBottom: 1,
  borderColor: 'divider',
  '&:last-child': { borderBottom: 0 },
} as const

/** In the reader's language; what a newer server says stays in its own words. */
function useRefusalText(): (result: NodeResult) => string {
  const t = useTranslations('deployments')
  return ({ code, reason }) => (code === '' ? reason : t(`refusal.${code}`))
}
