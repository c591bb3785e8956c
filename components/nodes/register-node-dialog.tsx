'use client'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormDialog } from '@/components/ui/form-dialog'
import { NameField } from '@/components/ui/name-field'
import { links } from '@/lib/client/links'
import { nameProblem } from '@/lib/client/names'
import { useChange } from '@/lib/client/use-change'
import { NODE_TYPES } from './node-constants'

/** Registers a node; its page then shows how to join the machine. */
export function RegisterNodeDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('nodes')
  const router = useRouter()
  const { run, busy, error } = useChange('node/createNode')
  const [name, setName] = useState('')
  const [nodeType, setNodeType] = useState<string>(NODE_TYPES[0])
  const submit = async () => {
    const outcome = await run({ name, nodeType })
    if (outcome.ok) router.push(links.node(name))
  }
  return (
    <FormDialog
      title={t('register')}
      submitLabel={t('register')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      submitDisabled={nameProblem(name) !== undefined}
      error={error}
    >
      <NameField label={t('column.name')} value={name} onChange={setName} hint={t('nameHint')} autoFocus />
      <TextField
        select
        label={t('column.nodeType')}
        value={nodeType}
        onChange={(event) => setNodeType(event.target.value)}
      >
        {NODE_TYPES.map((type) => (
          <MenuItem key={type} value={type}>
            {type}
          </MenuItem>
        ))}
      </TextField>
    </FormDialog>
  )
}
