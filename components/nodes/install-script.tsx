'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorNotice } from '@/components/ui/error-notice'
import { RowSkeletons } from '@/components/ui/skeletons'
import { useOperation } from '@/lib/client/use-operation'
import type { ArchType } from '@/lib/nodes/schema'

/** The script that joins a machine under this name. */
export function InstallScript({ name, arch }: { name: string; arch: ArchType }) {
  const t = useTranslations('nodes')
  const { data, error, reload } = useOperation('node/scripts', { name, arch })
  if (error && !data) return <ErrorNotice error={error} onRetry={reload} />
  if (!data) return <RowSkeletons rows={5} />
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 2 }}>
        <Box sx={{ flex: 1, minWidth: 200 }}>
          <Typography>{t('join.run')}</Typography>
          <Typography variant="body2" sx={{ color: 'tone.attention' }}>
            {t('join.secret')}
          </Typography>
        </Box>
        <CopyButton text={data.script} labelled />
      </Box>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={t('join.again')}
        sx={{
          m: 0,
          p: 3,
          maxHeight: 280,
          overflow: 'auto',
          whiteSpace: 'pre',
          bgcolor: 'background.default',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
        }}
      >
        {data.script}
      </Box>
    </>
  )
}
