'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { useState, type SubmitEvent } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { NameField } from '@/components/ui/name-field'
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard'
import { nameProblem } from '@/lib/client/names'
import { leave } from '@/lib/client/unsaved'
import { useChange } from '@/lib/client/use-change'
import { NODE_TYPES } from '../node-constants'
import { JoinStepBar } from './join-step-bar'

interface RegisterFormProps {
  onRegistered: (name: string) => void
  onCancel: () => void
}

/** The first step: what people call the machine, and what it is. */
export function RegisterForm({ onRegistered, onCancel }: RegisterFormProps) {
  const t = useTranslations('nodes')
  const common = useTranslations('common')
  const { run, busy, error } = useChange('node/createNode')
  const [name, setName] = useState('')
  useUnsavedGuard(name !== '')
  const [nodeType, setNodeType] = useState<string>(NODE_TYPES[0])
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy || nameProblem(name) !== undefined) return
    const outcome = await run({ name, nodeType })
    if (outcome.ok) onRegistered(name)
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <JoinStepBar current="register" summaryOf={() => ''} />
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 4, pt: 1 }}>
        <NameField label={t('column.name')} value={name} onChange={setName} hint={t('nameHint')} autoFocus />
        <TextField
          select
          label={t('column.nodeType')}
          value={nodeType}
          helperText={t('typeHint')}
          onChange={(event) => setNodeType(event.target.value)}
        >
          {NODE_TYPES.map((type) => (
            <MenuItem key={type} value={type}>
              {type}
            </MenuItem>
          ))}
        </TextField>
        {error && <ErrorNotice error={error} />}
      </Box>
      <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 2, mt: 4 }}>
        <Button color="inherit" disabled={busy} onClick={() => leave(onCancel)}>
          {common('cancel')}
        </Button>
        <Button type="submit" variant="contained" loading={busy} disabled={nameProblem(name) !== undefined}>
          {t('register')}
        </Button>
      </Box>
    </form>
  )
}
