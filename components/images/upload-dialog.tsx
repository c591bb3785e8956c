'use client'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { FormDialog } from '@/components/ui/form-dialog'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import { FileChoice } from './file-choice'
import { useUploadQueue } from './upload-context'

/** The most that a list answers at once. */
const MOST_ORGS = 1000

interface UploadDialogProps {
  /** Chosen beforehand on the page of an organisation. */
  orgName?: string
  onClose: () => void
}

/** Chooses what goes where; the uploads themselves go on after it has closed. */
export function UploadDialog({ orgName, onClose }: UploadDialogProps) {
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
  const [files, setFiles] = useState<readonly File[]>([])
  const org = chosen ?? orgs[0] ?? ''
  const submit = () => {
    queue.add(org, files)
    onClose()
  }
  return (
    <FormDialog
      title={t('upload')}
      submitLabel={t('uploadForm.start', { count: files.length })}
      submitDisabled={files.length === 0 || org === ''}
      onSubmit={submit}
      onClose={onClose}
      error={error}
      maxWidth="sm"
    >
      {data !== undefined && orgs.length === 0 && (
        <Typography>
          {t.rich('uploadForm.noOrg', { link: (words) => <AppLink href={links.orgs}>{words}</AppLink> })}
        </Typography>
      )}
      <TextField
        select
        label={t('uploadForm.org')}
        value={orgs.includes(org) ? org : ''}
        onChange={(event) => setChosen(event.target.value)}
      >
        {orgs.map((name) => (
          <MenuItem key={name} value={name}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <FileChoice files={files} onChange={setFiles} />
    </FormDialog>
  )
}
