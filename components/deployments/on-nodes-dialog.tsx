'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormDialog } from '@/components/ui/form-dialog'
import { lazyPart } from '@/components/ui/lazy-part'
import { useNotify } from '@/components/ui/notices'
import { useChange } from '@/lib/client/use-change'
import type { NodeResult } from '@/lib/deployments/schema'
import { MAX_NODES } from './deployment-constants'
import { readNodeResults } from './node-results'

const NodeResultsDialog = lazyPart(async () => (await import('./node-results-dialog')).NodeResultsDialog)

const OPERATION = {
  deploy: 'application/deployApplication',
  undeploy: 'application/undeployApplication',
} as const

interface OnNodesDialogProps {
  act: keyof typeof OPERATION
  appName: string
  version: string
  nodeNames: readonly string[]
  onClose: () => void
  /** With the nodes where it went well, at least one; before onClose. */
  onDone: (nodeNames: readonly string[]) => void
}

/** Asks, puts a version on nodes or takes it off, and tells of each node where not all went well. */
export function OnNodesDialog({ act, appName, version, nodeNames, onClose, onDone }: OnNodesDialogProps) {
  const t = useTranslations('deployments')
  const notify = useNotify()
  const { run, busy, error } = useChange(OPERATION[act])
  const [results, setResults] = useState<NodeResult[]>()
  const count = nodeNames.length
  const name = `${appName} ${version}`
  const finish = (done: readonly string[]) => {
    if (done.length > 0) onDone(done)
    onClose()
  }
  const submit = async () => {
    const outcome = await run({ appName, version, nodeNames: [...nodeNames] })
    if (outcome.ok) {
      notify(t(`${act}.done`, { name, count }))
      finish(nodeNames)
      return
    }
    const told = readNodeResults(outcome.error.data)
    if (told.length > 0) setResults(told)
  }
  if (results) {
    const done = results.filter(({ ok }) => ok).map(({ nodeName }) => nodeName)
    return <NodeResultsDialog act={act} results={results} onClose={() => finish(done)} />
  }
  return (
    <FormDialog
      title={t(`${act}.title`, { name, count })}
      submitLabel={t(`${act}.label`)}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      destructive={act === 'undeploy'}
      submitDisabled={count > MAX_NODES}
      error={error}
    >
      <Typography>{count > MAX_NODES ? t('tooMany', { most: MAX_NODES }) : t(`${act}.text`)}</Typography>
      <Box component="ul" tabIndex={0} aria-label={t('nodes')} sx={nameList}>
        {nodeNames.slice(0, MAX_NODES).map((nodeName) => (
          <li key={nodeName}>{nodeName}</li>
        ))}
      </Box>
    </FormDialog>
  )
}

const nameList = {
  m: 0,
  py: 2,
  pl: 8,
  pr: 3,
  maxHeight: 200,
  overflowY: 'auto',
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
} as const
