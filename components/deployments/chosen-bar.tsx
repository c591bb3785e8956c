'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { ChoicePreview } from './choice-preview'
import { ChoiceWords } from './choice-words'
import type { NodeChoice } from './node-choice'
import { useChoicePreview } from './use-choice-preview'

interface ChosenBarProps {
  appName: string
  version: string
  choice: NodeChoice
  onDeploy: () => void
  onClear: () => void
}

/** Which nodes are chosen, what deploying to them will do, and the button that does it. */
export function ChosenBar({ appName, version, choice, onDeploy, onClear }: ChosenBarProps) {
  const t = useTranslations('deployments')
  const common = useTranslations('common')
  const preview = useChoicePreview(appName, version, choice)
  const count = preview?.count ?? choice.also.size
  return (
    <Box role="region" aria-label={t('choice.label')} sx={barSx}>
      <Box sx={{ flex: 1, minWidth: { xs: 1, sm: 240 } }}>
        <Box role="status" sx={{ fontWeight: 500, mb: 0.5 }}>
          <ChoiceWords choice={choice} count={count} />
        </Box>
        <Box sx={{ fontSize: '0.8125rem', minHeight: 20 }}>{preview && <ChoicePreview preview={preview} />}</Box>
      </Box>
      <Button color="inherit" onClick={onClear}>
        {common('clearSelection')}
      </Button>
      <Button variant="contained" disabled={count === 0} onClick={onDeploy}>
        {t('deploy.toNodes', { count })}
      </Button>
    </Box>
  )
}

const barSx = {
  position: 'sticky',
  bottom: { xs: 8, sm: 16 },
  zIndex: 'appBar',
  mb: 4,
  px: 4,
  py: 3,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'flex-end',
  gap: 2,
  bgcolor: 'background.raised',
  border: 1,
  borderColor: 'primary.main',
  borderRadius: 1,
  boxShadow: 6,
} as const
