'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import { ActDialog } from './act-dialog'
import type { NodeAct, Place } from './act-on-nodes'
import { NameList } from './name-list'
import { useDeploymentsName } from './use-deployments-name'

export type PlacesAct = Exclude<NodeAct, 'deploy'>

interface PlacesDialogProps {
  act: PlacesAct
  rows: readonly DeploymentRecord[]
  onClose: () => void
  onDone?: (done: readonly Place[]) => void
}

/** Asks before deployments are restarted, rolled back or taken off, names them, and does it. */
export function PlacesDialog({ act, rows, onClose, onDone }: PlacesDialogProps) {
  const t = useTranslations('deployments')
  const nameOf = useDeploymentsName()
  const nodes = new Set(rows.map(({ nodeName }) => nodeName)).size
  const offline = new Set(rows.filter(({ nodeStatus }) => nodeStatus === 'Offline').map(({ nodeName }) => nodeName))
    .size
  const several = new Set(rows.map(({ appName }) => appName)).size > 1
  return (
    <ActDialog
      act={act}
      title={t(`${act}.title`, { name: nameOf(rows), count: nodes })}
      find={() => Promise.resolve(rows)}
      onClose={onClose}
      onDone={onDone}
    >
      <Typography>{t(`${act}.text`)}</Typography>
      {offline > 0 && <Typography>{t(`${act}.offline`, { count: offline })}</Typography>}
      {act === 'rollback' && <Changes rows={rows} />}
      <NameList
        names={rows.map(({ appName, nodeName }) =>
          several ? t('onNode', { app: appName, node: nodeName }) : nodeName,
        )}
      />
    </ActDialog>
  )
}

const SHOWN = 8

/** From which version to which, and on how many nodes. */
function Changes({ rows }: { rows: readonly DeploymentRecord[] }) {
  const t = useTranslations('deployments')
  const counts = new Map<string, number>()
  for (const { version, previousVersion } of rows) {
    const line = previousVersion === '' ? t('rollback.none') : t('rollback.change', { version, back: previousVersion })
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  const most = [...counts].sort((a, b) => b[1] - a[1])
  return (
    <Box component="ul" sx={{ m: 0, pl: 5 }}>
      {most.slice(0, SHOWN).map(([line, count]) => (
        <li key={line}>{t('onNodes', { what: line, count })}</li>
      ))}
      {most.length > SHOWN && <li>{t('andMore', { count: most.length - SHOWN })}</li>}
    </Box>
  )
}
