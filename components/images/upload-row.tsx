'use client'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import LinearProgress from '@mui/material/LinearProgress'
import { useFormatter, useTranslations } from 'next-intl'
import type { Tone } from '@/components/theme/tokens'
import { AppLink } from '@/components/ui/app-link'
import { useErrorText } from '@/components/ui/error-text'
import { CloseIcon, RetryIcon } from '@/components/ui/icons'
import { ToneDot } from '@/components/ui/status'
import { useUnits } from '@/components/ui/use-units'
import { links } from '@/lib/client/links'
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
      {phase === 'pushing' && <PushBar upload={upload} />}
      <Box sx={{ fontSize: '0.8125rem', '& > span': { whiteSpace: 'normal' } }}>
        <ToneDot tone={TONE[phase]}>
          <PhaseText upload={upload} />
        </ToneDot>
      </Box>
      {phase === 'done' && <Arrived upload={upload} />}
    </Box>
  )
}

function PushBar({ upload: { file, progress } }: { upload: Upload }) {
  const total = progress?.phase === 'pushing' ? progress.totalBytes : 0
  if (!progress || total === 0) return <LinearProgress aria-label={file.name} sx={{ my: 1 }} />
  const value = Math.min(100, (progress.sentBytes / total) * 100)
  return <LinearProgress variant="determinate" aria-label={file.name} value={value} sx={{ my: 1 }} />
}

/** The image versions that the archive held. */
function Arrived({ upload: { orgName, progress } }: { upload: Upload }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, fontSize: '0.8125rem' }}>
      {progress?.images.map(({ imageName, imageVersion }) => (
        <AppLink key={`${imageName}:${imageVersion}`} href={links.imageVersion(orgName, imageName, imageVersion)}>
          {`${imageName}:${imageVersion}`}
        </AppLink>
      ))}
    </Box>
  )
}

function PhaseText({ upload }: { upload: Upload }) {
  const t = useTranslations('images')
  const errorText = useErrorText()
  const { phase, error } = upload
  if (error) return isStalled(error) ? t('uploads.stalled') : errorText(error)
  if (phase === 'failed') return null
  if (phase === 'pushing') return <PushWords upload={upload} />
  if (phase === 'sending') return <SendWords upload={upload} />
  return t(`uploads.${phase}`)
}

function PushWords({ upload: { progress } }: { upload: Upload }) {
  const t = useTranslations('images')
  const units = useUnits()
  if (progress?.phase === 'receiving' || progress?.phase === 'reading') return t('uploads.reading')
  if (progress?.phase !== 'pushing') return t('uploads.pushing')
  const { blobsDone, blobCount, blobsPresent, sentBytes, totalBytes } = progress
  const amount = { done: blobsDone, total: blobCount, sent: units.bytes(sentBytes), size: units.bytes(totalBytes) }
  const parts = [t('uploads.layers', amount)]
  if (blobsPresent > 0) parts.push(t('uploads.present', { count: blobsPresent }))
  return parts.join(' · ')
}

function SendWords({ upload: { file, sentBytes, speed } }: { upload: Upload }) {
  const t = useTranslations('images')
  const format = useFormatter()
  const units = useUnits()
  const share = file.size > 0 ? sentBytes / file.size : 0
  const percent = format.number(share, { style: 'percent', maximumFractionDigits: 0 })
  const parts = [t('uploads.sending', { percent, size: units.bytes(file.size) })]
  if (speed !== undefined && speed > 0) {
    const seconds = Math.ceil((file.size - sentBytes) / speed)
    const [count, unit] = seconds < 90 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute']
    const time = format.number(count, { style: 'unit', unit, unitDisplay: 'short' })
    parts.push(t('uploads.speed', { speed: units.bytes(speed) }), t('uploads.left', { time }))
  }
  return parts.join(' · ')
}
