'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { FormDialog } from '@/components/ui/form-dialog'
import type { NodeAct, Place } from './act-on-nodes'
import { RefusedDialog } from './refused-dialog'
import { useNodeAct } from './use-node-act'
import { useTellDone } from './use-tell-done'

interface ActDialogProps {
  act: NodeAct
  /** Of the button; by default the act's own. */
  label?: string
  title: string
  /** What will happen. */
  children: ReactNode
  /** Asked for when it is begun. */
  find: () => Promise<readonly Place[]>
  submitDisabled?: boolean
  /** What takes it back. */
  undo?: NodeAct
  onClose: () => void
  /** With the places where it was done, at least one; before onClose. */
  onDone?: (done: readonly Place[]) => void
}

const keyOf = ({ appName, nodeName }: Place) => JSON.stringify([appName, nodeName])

/** Asks, does one thing on many nodes with its progress shown, and tells of those where it was refused. */
export function ActDialog(props: ActDialogProps) {
  const { act, label, title, children, find, submitDisabled = false, undo, onClose, onDone } = props
  const t = useTranslations('deployments')
  const tellDone = useTellDone()
  const { run, progress, outcome, busy } = useNodeAct(act)
  const [done, setDone] = useState<readonly Place[]>([])
  const finish = (places: readonly Place[]) => {
    if (places.length > 0) {
      tellDone(act, places, undo)
      onDone?.(places)
    }
    onClose()
  }
  const submit = async () => {
    const before = new Set(done.map(keyOf))
    const result = await run(async () => (await find()).filter((place) => !before.has(keyOf(place))))
    const all = [...done, ...result.done]
    setDone(all)
    if (!result.error && result.refused.length === 0) finish(all)
  }
  if (outcome && !outcome.error && outcome.refused.length > 0) {
    return <RefusedDialog act={act} refused={outcome.refused} done={done.length} onClose={() => finish(done)} />
  }
  return (
    <FormDialog
      title={title}
      submitLabel={label ?? t(`${act}.label`)}
      onSubmit={() => void submit()}
      // What was done before it failed is done.
      onClose={() => finish(done)}
      busy={busy}
      destructive={act === 'undeploy'}
      submitDisabled={submitDisabled}
      error={outcome?.error}
      maxWidth="sm"
    >
      {children}
      {progress && <Progress {...progress} />}
    </FormDialog>
  )
}

function Progress({ asked, count }: { asked: number; count: number }) {
  const t = useTranslations('deployments')
  return (
    <Box role="status">
      <Box sx={{ height: 4, borderRadius: 1, bgcolor: 'divider', overflow: 'hidden', mb: 1 }}>
        <Box
          style={{ width: `${count === 0 ? 0 : (100 * asked) / count}%` }}
          sx={{ height: 1, bgcolor: 'primary.main' }}
        />
      </Box>
      {count > 0 && t('asked', { asked, count })}
    </Box>
  )
}
