'use client'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormDialog } from '@/components/ui/form-dialog'
import { isPathComponent } from '@/lib/registry/reference'
import { useChange } from '@/lib/client/use-change'
import { useOperation } from '@/lib/client/use-operation'
import { FileChoice } from './file-choice'
import { useUploadQueue } from './upload-context'

/** The most that a list answers at once. */
const MOST_ORGS = 1000

/** No organisation can be called so. */
const NEW_ORG = ' new'

interface UploadDialogProps {
  /** Chosen beforehand on the page of an organisation. */
  orgName?: string
  initialFiles?: readonly File[]
  onClose: () => void
}

/** Chooses what goes where; the uploads themselves go on after it has closed. */
export function UploadDialog({ orgName, initialFiles = [], onClose }: UploadDialogProps) {
  const t = useTranslations('images')
  const queue = useUploadQueue()
  const { data, error } = useOperation('image/listOrg', {
    pageNum: 1,
    pageSize: MOST_ORGS,
    sortBy: 'orgName',
    order: 'asc',
  })
  const orgs = data?.imageOrgs.map((org) => org.orgName) ?? (orgName === undefined ? [] : [orgName])
  const [chosen, setChosen] = useState(orgName)
  const [files, setFiles] = useState<readonly File[]>(initialFiles)
  const [newOrg, setNewOrg] = useState('')
  const create = useChange('image/createOrg')
  const makesOrg = chosen === NEW_ORG || (data !== undefined && orgs.length === 0)
  const org = makesOrg ? newOrg : (chosen ?? orgs[0] ?? '')
  const submit = async () => {
    if (makesOrg && !(await create.run({ orgName: org })).ok) return
    queue.add(org, files)
    onClose()
  }
  return (
    <FormDialog
      title={t('upload')}
      submitLabel={t('uploadForm.start', { count: files.length })}
      submitDisabled={files.length === 0 || org === '' || (makesOrg && !isPathComponent(org))}
      onSubmit={() => void submit()}
      dirty={files.length > 0 || newOrg !== ''}
      busy={create.busy}
      onClose={onClose}
      error={create.error ?? error}
      maxWidth="sm"
    >
      {orgs.length > 0 && (
        <TextField
          select
          label={t('uploadForm.org')}
          value={makesOrg ? NEW_ORG : orgs.includes(org) ? org : ''}
          onChange={(event) => setChosen(event.target.value)}
        >
          {orgs.map((name) => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
          <MenuItem value={NEW_ORG}>{t('newOrg')}</MenuItem>
        </TextField>
      )}
      {makesOrg && <NewOrgField value={newOrg} onChange={setNewOrg} />}
      <FileChoice files={files} onChange={setFiles} />
    </FormDialog>
  )
}

function NewOrgField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations('images')
  const bad = value !== '' && !isPathComponent(value)
  return (
    <TextField
      label={t('uploadForm.newOrg')}
      value={value}
      required
      error={bad}
      helperText={bad ? t('orgNameBad') : t('orgNameHint')}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ htmlInput: { autoComplete: 'off', autoCapitalize: 'none', maxLength: 255 } }}
    />
  )
}
