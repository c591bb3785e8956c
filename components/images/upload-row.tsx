'use client'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import LinearProgress from '@mui/material/LinearProgress'
import { useFormatter, useTranslations } from 'next-intl'
import type { Tone } from '@/components/theme/tokens'
import { useErrorText } from '@/components/ui/error-text'
import { CloseIcon, RetryIcon } from '@/components/ui/icons'
import { ToneDot } from '@/components/ui/status'
import { useUnits } from '@/components/ui/use-units'
import { isFinished, isStalled, type Upload, type UploadPhase } from '@/lib/client/upload-queue'
import { useUploadQueue } from './upload-context'

const TONE: Readonly<Record<UploadPhase, Tone>> = {
  waiting: 'none',
  sending: 'working',
  pushing: 'working',
  done: 'good',
  failed: 'bad',
  cancelled: 'none',
}

export function UploadRow({ upload }: { upload: Upload }) {
  const t = useTranslations('images')
  const queue = useUploadQueue()
  const { id, orgName, file, phase, sentBytes } = upload
  const name = file.name
  const again = phase === 'failed' || phase === 'cancelled'
  return (
    <Box component="li">
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box sx={{ flex: 1, minWidth: 0, fontWeight: 500, overflowWrap: 'anywhere' }}>{`${orgName} / ${name}`}</Box>
        {again && (
          <IconButton aria-label={t('uploads.retry', { name })} onClick={() => queue.retry(id)}>
            <RetryIcon fontSize="small" />
          </IconButton>
        )}
        {!isFinished(upload) && (
          <IconButton aria-label={t('uploads.cancel', { name })} onClick={() => queue.cancel(id)}>
            <CloseIcon fontSize="small" />
          </IconButton>
        )}
      </Box>
      {phase === 'sending' && (
        <LinearProgress
          variant="determinate"
          aria-label={name}
          value={file.size > 0 ? (sentBytes / file.size) * 100 : 0}
          sx={{ my: 1 }}
        />
      )}
      {phase === 'pushing' && <LinearProgress aria-label={name} sx={{ my: 1 }} />}
      <Box sx={{ fontSize: '0.8125rem', '& > span': { whiteSpace: 'normal' } }}>
        <ToneDot tone={TONE[phase]}>
          <PhaseText upload={upload} />
        </ToneDot>
      </Box>
    </Box>
  )
}

function PhaseText({ upload: { phase, file, sentBytes, error } }: { upload: Upload }) {
  const t = useTranslations('images')
  const format = useFormatter()
  const units = useUnits()
  const errorText = useErrorText()
  if (error) return isStalled(error) ? t('uploads.stalled') : errorText(error)
  if (phase === 'failed') return null
  if (phase !== 'sending') return t(`uploads.${phase}`)
  const share = file.size > 0 ? sentBytes / file.size : 0
  const percent = format.number(share, { style: 'percent', maximumFractionDigits: 0 })
  return t('uploads.sending', { percent, size: units.bytes(file.size) })
}
