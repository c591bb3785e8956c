'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { ErrorIcon } from '@/components/ui/icons'
import { NO_ANSWER, type ApiError } from '@/lib/client/api-error'
import { useErrorText } from './error-text'

interface ErrorNoticeProps {
  error: ApiError
  /** What failed; absent where the place says it. */
  title?: string
  onRetry?: () => void
}

/** What failed, why, what to quote, and a way to try again. */
export function ErrorNotice({ error, title, onRetry }: ErrorNoticeProps) {
  const t = useTranslations('errors')
  const common = useTranslations('common')
  const errorText = useErrorText()
  const code = String(error.code === NO_ANSWER && error.status > 0 ? `HTTP ${error.status}` : error.code)
  return (
    <Box
      role="alert"
      sx={{ display: 'flex', gap: 3, p: 3, border: 1, borderColor: 'tone.bad', borderRadius: 1, textAlign: 'left' }}
    >
      <ErrorIcon fontSize="small" sx={{ color: 'tone.bad', mt: '1px' }} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        {title !== undefined && <Typography sx={{ fontWeight: 500 }}>{title}</Typography>}
        <Typography>{errorText(error)}</Typography>
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1, userSelect: 'all' }}>
          {error.msgId === '' ? t('quote', { code }) : t('quoteWithId', { code, msgId: error.msgId })}
        </Typography>
      </Box>
      {onRetry && (
        <Button variant="outlined" onClick={onRetry} sx={{ alignSelf: 'flex-start', flex: 'none' }}>
          {common('retry')}
        </Button>
      )}
    </Box>
  )
}
