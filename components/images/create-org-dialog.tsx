'use client'
import TextField from '@mui/material/TextField'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormDialog } from '@/components/ui/form-dialog'
import { links } from '@/lib/client/links'
import { isPathComponent } from '@/lib/registry/reference'
import { useChange } from '@/lib/client/use-change'

export function CreateOrgDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('images')
  const router = useRouter()
  const { run, busy, error } = useChange('image/createOrg')
  const [orgName, setOrgName] = useState('')
  const bad = orgName !== '' && !isPathComponent(orgName)
  const submit = async () => {
    const outcome = await run({ orgName })
    if (outcome.ok) router.push(links.org(orgName))
  }
  return (
    <FormDialog
      title={t('createOrg')}
      submitLabel={t('createOrg')}
      submitDisabled={!isPathComponent(orgName)}
      dirty={orgName !== ''}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      error={error}
    >
      <TextField
        label={t('orgName')}
        value={orgName}
        autoFocus
        required
        error={bad}
        helperText={bad ? t('orgNameBad') : t('orgNameHint')}
        onChange={(event) => setOrgName(event.target.value)}
        slotProps={{ htmlInput: { autoComplete: 'off', autoCapitalize: 'none', maxLength: 255 } }}
      />
    </FormDialog>
  )
}
