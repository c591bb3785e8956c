'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useFormatter, useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorNotice } from '@/components/ui/error-notice'
import { DownloadIcon, RetryIcon } from '@/components/ui/icons'
import { RowSkeletons } from '@/components/ui/skeletons'
import { saveText } from '@/lib/client/save-text'
import { usePublicUrlIsLocal } from '@/lib/client/use-health'
import { useOperation } from '@/lib/client/use-operation'
import type { ArchType } from '@/lib/nodes/schema'

/** The one line that joins a machine under this name, and the script that it runs. */
export function InstallScript({ name, arch }: { name: string; arch: ArchType }) {
  const t = useTranslations('nodes')
  const format = useFormatter()
  const isLocal = usePublicUrlIsLocal()
  const { data, error, reload } = useOperation('node/scripts', { name, arch })
  if (error && !data) return <ErrorNotice error={error} onRetry={reload} />
  if (!data) return <RowSkeletons rows={4} />
  const { command, commandExpiresAt, script } = data
  const until = format.dateTime(new Date(commandExpiresAt), { timeStyle: 'short' })
  return (
    <>
      {isLocal && (
        <Typography role="note" sx={{ p: 3, mb: 3, border: 1, borderColor: 'tone.attention', borderRadius: 1 }}>
          {t.rich('join.local', { code: (text) => <code>{text}</code> })}
        </Typography>
      )}
      <Typography>{t('join.run')}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 2 }}>
        {t('join.until', { time: until })}
      </Typography>
      <Box
        sx={{ ...codeSx, whiteSpace: 'pre-wrap', wordBreak: 'break-all', mb: 2 }}
        component="pre"
        tabIndex={0}
        aria-label={t('join.command')}
      >
        {command}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 3 }}>
        <CopyButton text={command} labelled />
        <Button variant="outlined" color="inherit" startIcon={<RetryIcon fontSize="small" />} onClick={reload}>
          {t('join.renew')}
        </Button>
        <Button
          variant="outlined"
          color="inherit"
          startIcon={<DownloadIcon fontSize="small" />}
          onClick={() => saveText(`join-${name}-${arch}.sh`, script, 'text/x-shellscript')}
        >
          {t('join.download')}
        </Button>
      </Box>
      <Box component="details" sx={{ '& > summary': { cursor: 'pointer', color: 'text.secondary', py: 1 } }}>
        <summary>{t('join.show')}</summary>
        <Box component="pre" tabIndex={0} aria-label={t('join.again')} sx={{ ...codeSx, maxHeight: 280, mt: 1 }}>
          {script}
        </Box>
      </Box>
      <Typography variant="body2" sx={{ color: 'tone.attention', mt: 2 }}>
        {t('join.secret')}
      </Typography>
    </>
  )
}

const codeSx = {
  m: 0,
  p: 3,
  overflow: 'auto',
  bgcolor: 'background.default',
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  fontSize: '0.8125rem',
}
