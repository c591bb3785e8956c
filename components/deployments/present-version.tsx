'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { ToneDot } from '@/components/ui/status'
import { useOperation } from '@/lib/client/use-operation'

const PAGE = { pageNum: 1, pageSize: 100 } as const

/** What a deployment would do on a node: put the application there, or update the version that is there. */
export function PresentVersion({ appName, nodeName }: { appName: string; nodeName: string }) {
  const t = useTranslations('deployments')
  const { data } = useOperation('application/listNodeDeploy', { ...PAGE, name: nodeName, search: appName })
  if (!data) return null
  const present = data.appDeploys.find((deployment) => deployment.appName === appName)
  if (!present) return <>{t('present.none')}</>
  const leaving = present.status === 'Deleting'
  return (
    // Versions may have long names: they wrap.
    <Box sx={{ '& > span': { whiteSpace: 'normal' } }}>
      <ToneDot tone={leaving ? 'attention' : 'working'}>
        {leaving ? t('present.leaving') : t('present.updated', { version: present.version })}
      </ToneDot>
    </Box>
  )
}
