'use client'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormDialog } from '@/components/ui/form-dialog'
import { useNotify } from '@/components/ui/notices'
import type { BatchNodeRecord } from '@/lib/batch/schema'
import { useChange } from '@/lib/client/use-change'

interface ChangeNodeDialogProps {
  batchID: number
  node: BatchNodeRecord
  onClose: () => void
}

/** Another password or key, or another way to the machine. */
export function ChangeNodeDialog({ batchID, node, onClose }: ChangeNodeDialogProps) {
  const t = useTranslations('batch')
  const notify = useNotify()
  const { run, busy, error } = useChange('node/changeBatchNode')
  const before = { ip: node.ip, port: String(node.port), sudoer: node.sudoer, password: '', privateKey: '' }
  const [fields, setFields] = useState(before)
  const isDirty = Object.entries(before).some(([name, value]) => fields[name as keyof typeof before] !== value)
  const field = (name: keyof typeof before) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
    fullWidth: true,
    autoComplete: 'off',
  })
  const submit = async () => {
    const { ip, port, sudoer, password, privateKey } = fields
    const outcome = await run({
      ...{ batchID, name: node.name, ip, port: Number(port), sudoer },
      ...(password === '' ? {} : { password }),
      ...(privateKey === '' ? {} : { privateKey }),
    })
    if (!outcome.ok) return
    notify(t('change.saved'))
    onClose()
  }
  return (
    <FormDialog
      title={t('change.title', { name: node.name })}
      submitLabel={t('change.save')}
      submitDisabled={!isDirty}
      dirty={isDirty}
      busy={busy}
      error={error}
      maxWidth="sm"
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography sx={{ color: 'text.secondary' }}>{t('change.text')}</Typography>
      <TextField label={t('change.ip')} {...field('ip')} />
      <TextField label={t('change.port')} {...field('port')} slotProps={{ htmlInput: { inputMode: 'numeric' } }} />
      <TextField label={t('change.user')} {...field('sudoer')} />
      <TextField label={t('change.password')} type="password" {...field('password')} autoComplete="new-password" />
      <TextField label={t('change.key')} multiline minRows={2} maxRows={6} {...field('privateKey')} />
    </FormDialog>
  )
}
