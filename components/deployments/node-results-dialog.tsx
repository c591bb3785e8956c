'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { ToneDot } from '@/components/ui/status'
import type { NodeResult } from '@/lib/deployments/schema'

interface NodeResultsDialogProps {
  act: 'deploy' | 'undeploy'
  results: readonly NodeResult[]
  onClose: () => void
}

/** What became of each node, those that failed first. */
export function NodeResultsDialog({ act, results, onClose }: NodeResultsDialogProps) {
  const t = useTranslations('deployments')
  const common = useTranslations('common')
  const refusalText = useRefusalText()
  const titleId = useId()
  const failed = results.filter(({ ok }) => !ok)
  const ordered = [...failed, ...results.filter(({ ok }) => ok)]
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId} sx={{ fontSize: '1rem', fontWeight: 600 }}>
        {t(`${act}.partTitle`, { failed: failed.length, count: results.length })}
      </DialogTitle>
      <DialogContent>
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {ordered.map((result, index) => (
            <Box component="li" key={`${index} ${result.nodeName}`} sx={resultRow}>
              <Box sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}>{result.nodeName}</Box>
              <Box sx={{ '& > span': { whiteSpace: 'normal' } }}>
                <ToneDot tone={result.ok ? 'good' : 'bad'}>{result.ok ? t(`${act}.ok`) : refusalText(result)}</ToneDot>
              </Box>
            </Box>
          ))}
        </Box>
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
