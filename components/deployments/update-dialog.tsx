'use client'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useOperation } from '@/lib/client/use-operation'
import { ActDialog } from './act-dialog'
import type { Place } from './act-on-nodes'
import { ChoicePreview } from './choice-preview'
import { findChosen } from './find-places'
import { NameList } from './name-list'
import { allThatFit, byName, type NodeChoice } from './node-choice'
import { useChoicePreview } from './use-choice-preview'
import { useDeploymentsName } from './use-deployments-name'

interface UpdateDialogProps {
  /** Of one application. */
  rows: readonly Place[]
  onClose: () => void
  onDone?: (done: readonly Place[]) => void
}

/** Chooses the version that deployments are updated to. */
export function UpdateDialog({ rows, onClose, onDone }: UpdateDialogProps) {
  const t = useTranslations('deployments')
  const nameOf = useDeploymentsName()
  const names = rows.map(({ nodeName }) => nodeName)
  return (
    <UpdateForm
      appName={rows[0]?.appName ?? ''}
      from={new Set(rows.map(({ version }) => version)).size === 1 ? rows[0]?.version : undefined}
      choice={byName(names)}
      title={t('update.title', { name: nameOf(rows), count: names.length })}
      onClose={onClose}
      onDone={onDone}
    />
  )
}

interface UpdateAllDialogProps {
  appName: string
  version: string
  count: number
  onClose: () => void
}

/** Chooses the version that all nodes with a version are updated to. */
export function UpdateAllDialog({ appName, version, count, onClose }: UpdateAllDialogProps) {
  const t = useTranslations('deployments')
  return (
    <UpdateForm
      appName={appName}
      from={version}
      choice={allThatFit({ presentVersion: version })}
      title={t('update.title', { name: `${appName} ${version}`, count })}
      onClose={onClose}
    />
  )
}

interface UpdateFormProps {
  appName: string
  /** Not offered. */
  from: string | undefined
  choice: NodeChoice
  title: string
  onClose: () => void
  onDone?: (done: readonly Place[]) => void
}

const NEWEST = { pageNum: 1, pageSize: 100, status: 'Published' } as const

function UpdateForm({ appName, from, choice, title, onClose, onDone }: UpdateFormProps) {
  const t = useTranslations('deployments')
  const { data } = useOperation('application/listApplicationVersion', { ...NEWEST, appName })
  const versions = (data?.appVersions ?? []).map(({ version }) => version).filter((version) => version !== from)
  const [picked, setPicked] = useState<string>()
  const version = picked ?? versions[0]
  return (
    <ActDialog
      act="deploy"
      label={t('update.confirm')}
      title={title}
      find={() => findChosen(appName, version ?? '', choice)}
      submitDisabled={version === undefined}
      undo="rollback"
      onClose={onClose}
      onDone={onDone}
    >
      <TextField
        select
        label={t('update.to')}
        value={version ?? ''}
        onChange={(event) => setPicked(event.target.value)}
        disabled={versions.length === 0}
        helperText={data && versions.length === 0 ? t('update.none') : t('update.hint')}
        sx={{ mt: 1 }}
      >
        {versions.map((name) => (
          <MenuItem key={name} value={name}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      {version !== undefined && <Preview appName={appName} version={version} choice={choice} />}
      <NameList names={[...choice.also]} />
    </ActDialog>
  )
}

function Preview(props: { appName: string; version: string; choice: NodeChoice }) {
  const preview = useChoicePreview(props.appName, props.version, props.choice)
  return <Box sx={{ minHeight: 24 }}>{preview && <ChoicePreview preview={preview} />}</Box>
}
