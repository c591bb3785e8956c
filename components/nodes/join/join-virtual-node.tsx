'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { ErrorNotice } from '@/components/ui/error-notice'
import { useNotify } from '@/components/ui/notices'
import { useChange } from '@/lib/client/use-change'
import type { ArchType } from '@/lib/nodes/schema'

interface JoinVirtualNodeProps {
  name: string
  arch: ArchType
  onJoined: () => void
}

/** Runs the install script on a virtual machine of the embedded cluster. */
export function JoinVirtualNode({ name, arch, onJoined }: JoinVirtualNodeProps) {
  const t = useTranslations('nodes')
  const notify = useNotify()
  const { run, busy, error } = useChange('demo/joinVirtualNode')
  const join = async () => {
    const outcome = await run({ name, arch })
    if (!outcome.ok) return
    notify(t('join.virtualJoined', { name }))
    onJoined()
  }
  return (
    <Box sx={{ mb: 4, p: 3, border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: 'background.default' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
        <Typography sx={{ flex: 1, minWidth: 200 }}>{t('join.virtualText')}</Typography>
        <Button variant="contained" loading={busy} onClick={() => void join()}>
          {t('join.virtual')}
        </Button>
      </Box>
      {error && (
        <Box sx={{ mt: 3 }}>
          <ErrorNotice error={error} />
        </Box>
      )}
    </Box>
  )
}
