'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { readReason } from './deployment-reason'

/** Why a deployment does not run: in a sentence, and in Kubernetes' own words below it. */
export function DeploymentReasonText({ reason }: { reason: string }) {
  const t = useTranslations('deployments')
  if (reason === '') return <>{'–'}</>
  const { cause, exitCode } = readReason(reason)
  if (!cause) return <>{reason}</>
  return (
    <>
      {t(`cause.${cause}`)}
      {exitCode !== undefined && ` ${t('exitCode', { code: exitCode })}`}
      {cause !== 'nodeOffline' && (
        <Box component="span" title={reason} sx={ownWords}>
          {reason}
        </Box>
      )}
    </>
  )
}

const ownWords = {
  display: '-webkit-box',
  WebkitLineClamp: 2,
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
  maxWidth: 560,
  color: 'text.secondary',
  fontSize: '0.75rem',
} as const
