'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import { ToneDot } from '@/components/ui/status'
import { useUnits } from '@/components/ui/use-units'
import type { DeployObstacle, DeployTarget } from '@/lib/deployments/schema'

/** What deploying would do on a node, or why it would not; and what keeps it from starting there. */
export function TargetEffect({ target }: { target: DeployTarget }) {
  const t = useTranslations('deployments')
  const { effect, code, presentVersion, arch, obstacles } = target
  const tone = effect === 'new' ? 'good' : effect === 'update' ? 'working' : 'none'
  const words = () => {
    if (effect === 'new') return t('effect.new')
    if (effect === 'update') return t('effect.update', { version: presentVersion })
    if (code === 'arch') return t('effect.arch', { arch })
    return code === '' ? '' : t(`refusal.${code}`)
  }
  return (
    // Versions may have long names: they wrap.
    <Box sx={{ '& > span': { whiteSpace: 'normal' } }}>
      <ToneDot tone={tone} dimmed={tone === 'none'}>
        {words()}
      </ToneDot>
      {obstacles.map((obstacle) => (
        <Box key={obstacle.code} sx={{ fontSize: '0.8125rem', color: 'tone.attention', pl: 4 }}>
          <ObstacleText obstacle={obstacle} />
        </Box>
      ))}
    </Box>
  )
}

function ObstacleText({ obstacle }: { obstacle: DeployObstacle }) {
  const t = useTranslations('deployments')
  const format = useFormatter()
  const units = useUnits()
  if (obstacle.code === 'offline') return <>{t('obstacle.offline')}</>
  if (obstacle.code === 'port') return <>{t('obstacle.port', { port: String(obstacle.port), app: obstacle.appName })}</>
  const { wanted, free } = obstacle
  if (obstacle.code === 'memory')
    return <>{t('obstacle.memory', { wanted: units.memory(wanted), free: units.memory(free) })}</>
  const cores = (amount: number) => format.number(amount, { maximumFractionDigits: 3 })
  return <>{t('obstacle.cpu', { wanted: cores(wanted), free: cores(free) })}</>
}
