'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormHelperText from '@mui/material/FormHelperText'
import IconButton from '@mui/material/IconButton'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { AddIcon, CloseIcon } from '@/components/ui/icons'
import type { VersionForm } from './use-version-form'
import { addPort, type PortRow } from './version-draft'

/** What the server takes (lib/applications/schema.ts). */
const MAX_PORTS = 100

/** Which port of the node leads to which of the container. */
export function PortFields({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  const { ports } = form.draft
  const missing = form.problemOf('ports')
  return (
    <Box role="group" aria-label={t('field.ports')} sx={{ display: 'grid', gap: 3, justifyItems: 'start' }}>
      {ports.map((row, index) => (
        <PortFieldsRow key={row.key} form={form} row={row} number={index + 1} />
      ))}
      {missing !== undefined && <FormHelperText error>{missing}</FormHelperText>}
      <Button
        variant="outlined"
        startIcon={<AddIcon />}
        disabled={ports.length >= MAX_PORTS}
        onClick={() => form.change({ ports: addPort(ports) }, [])}
      >
        {t('addPort')}
      </Button>
    </Box>
  )
}

function PortFieldsRow({ form, row, number }: { form: VersionForm; row: PortRow; number: number }) {
  const t = useTranslations('applications')
  const { ports } = form.draft
  const set = (side: 'containerPort' | 'hostPort', text: string) => {
    const next = ports.map((other) => (other.key === row.key ? { ...row, [side]: text } : other))
    form.change({ ports: next }, [`${side}.${row.key}`])
  }
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 2, width: '100%', maxWidth: 480 }}>
      {(['hostPort', 'containerPort'] as const).map((side) => {
        const problem = form.problemOf(`${side}.${row.key}`)
        return (
          <TextField
            key={side}
            label={t(`field.${side}`)}
            value={row[side]}
            required
            error={problem !== undefined}
            helperText={problem}
            onChange={(event) => set(side, event.target.value)}
            slotProps={{
              htmlInput: { inputMode: 'numeric', autoComplete: 'off', 'aria-label': t(`portOf.${side}`, { number }) },
            }}
          />
        )
      })}
      <IconButton
        aria-label={t('removePort', { number })}
        title={t('removePort', { number })}
        onClick={() => form.change({ ports: ports.filter(({ key }) => key !== row.key) }, ['ports'])}
        sx={{ mt: 1 }}
      >
        <CloseIcon fontSize="small" />
      </IconButton>
    </Box>
  )
}
