'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { MachineName } from '@/components/ui/machine-name'
import { ToneDot } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import type { PodContainer } from '@/lib/deployments/live-schema'
import { DeploymentReasonText } from './deployment-reason-text'

/** A pod's containers: how each is, how often it started anew, and how it ended the time before. */
export function PodContainers({ containers }: { containers: readonly PodContainer[] }) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {containers.map((container) => (
        <Box component="li" key={container.name} sx={{ mt: 2, pl: 3, borderLeft: 2, borderColor: 'divider' }}>
          <ContainerState container={container} />
          <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
            <Restarts container={container} />
            <MachineName text={container.image} />
          </Box>
        </Box>
      ))}
    </Box>
  )
}

function ContainerState({ container }: { container: PodContainer }) {
  const t = useTranslations('deployments')
  const { state, ready, since, exitCode, last } = container
  const failed = exitCode !== null && exitCode !== 0
  const tone = state === 'running' ? (ready ? 'good' : 'working') : failed || last ? 'bad' : 'working'
  const over = state === 'terminated' && !failed
  return (
    <>
      <ToneDot tone={over ? 'good' : tone}>
        {t(`container.${state}`)}
        {since !== null && (
          <>
            {' '}
            <TimeAgo at={since} />
          </>
        )}
      </ToneDot>
      {state !== 'running' && !over && <Why container={container} />}
    </>
  )
}

/** The same words as for the deployment as a whole. */
function Why({ container: { reason, message, exitCode, last } }: { container: PodContainer }) {
  if (reason === '' && message === '') return null
  const code = exitCode ?? (reason === 'CrashLoopBackOff' ? last?.exitCode : undefined)
  const head = code === undefined ? reason : `${reason} (exit code ${code})`
  return (
    <Box sx={{ overflowWrap: 'anywhere' }}>
      <DeploymentReasonText reason={message === '' ? head : `${head}: ${message}`} />
    </Box>
  )
}

function Restarts({ container: { restarts, last } }: { container: PodContainer }) {
  const t = useTranslations('deployments')
  if (restarts === 0) return null
  return (
    <Box>
      {t('container.restarts', { count: restarts })}
      {last && ` · ${t('container.last', { code: String(last.exitCode), reason: last.reason })} `}
      {last?.endedAt && <TimeAgo at={last.endedAt} />}
    </Box>
  )
}
