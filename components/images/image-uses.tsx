'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { ErrorNotice } from '@/components/ui/error-notice'
import { VersionState } from '@/components/ui/status'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import type { ImageUse } from '@/lib/images/schema'

export interface UsedImage {
  orgName: string
  imageName?: string
  imageVersion?: string
}

const SHOWN = 50

export function useImageUses({ orgName, imageName, imageVersion }: UsedImage) {
  return useOperation('image/listImageUse', { orgName, imageName, imageVersion, pageNum: 1, pageSize: SHOWN })
}

/** The application versions that use it, each with a link. */
export function ImageUses({ query }: { query: ReturnType<typeof useImageUses> }) {
  const t = useTranslations('images')
  const { data, error, reload } = query
  if (error && !data) return <ErrorNotice error={error} onRetry={reload} />
  if (!data) return null
  if (data.total === 0) return <Typography sx={{ color: 'text.secondary' }}>{t('use.none')}</Typography>
  return (
    <>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2 }}>
        {data.imageUses.map((use) => (
          <Use key={`${use.appName} ${use.version}`} use={use} />
        ))}
      </Box>
      {data.total > SHOWN && <Typography sx={{ mt: 2 }}>{t('use.more', { count: data.total - SHOWN })}</Typography>}
    </>
  )
}

function Use({ use: { appName, version, status, deploymentCount } }: { use: ImageUse }) {
  const t = useTranslations('images')
  return (
    <Box component="li" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 4, rowGap: 1 }}>
      <Box sx={{ overflowWrap: 'anywhere' }}>
        <AppLink href={links.version(appName, version)}>{`${appName} ${version}`}</AppLink>
      </Box>
      <VersionState status={status} />
      <Box sx={{ color: 'text.secondary' }}>{t('use.deployments', { count: deploymentCount })}</Box>
    </Box>
  )
}
