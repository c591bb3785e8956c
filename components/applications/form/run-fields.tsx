'use client'
import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { RESTART_POLICIES } from '../application-constants'
import { DraftField } from './draft-field'
import { PortFields } from './port-fields'
import type { VersionForm } from './use-version-form'
import { addPort } from './version-draft'

const NETWORK_TYPES = ['Host', 'PortMapping'] as const

export function RestartField({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  const { restartPolicy } = form.draft
  return (
    <TextField
      select
      label={t('field.restartPolicy')}
      value={restartPolicy}
      helperText={t(`restartHint.${restartPolicy}`)}
      onChange={({ target: { value } }) =>
        form.change({ restartPolicy: RESTART_POLICIES.find((policy) => policy === value) ?? restartPolicy })
      }
    >
      {RESTART_POLICIES.map((policy) => (
        <MenuItem key={policy} value={policy}>
          {t(`restart.${policy}`)}
        </MenuItem>
      ))}
    </TextField>
  )
}

export function NetworkFields({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  const { networkType, ports } = form.draft
  return (
    <>
      <TextField
        select
        label={t('field.network')}
        value={networkType}
        helperText={t(`networkHint.${networkType}`)}
        onChange={({ target: { value } }) => {
          const type = NETWORK_TYPES.find((one) => one === value) ?? networkType
          // The first row is there to be filled in.
          const first = type === 'PortMapping' && ports.length === 0 ? addPort(ports) : ports
          form.change({ networkType: type, ports: first }, ['networkType'])
        }}
      >
        {NETWORK_TYPES.map((type) => (
          <MenuItem key={type} value={type}>
            {t(`network.${type}`)}
          </MenuItem>
        ))}
      </TextField>
      {networkType === 'PortMapping' && <PortFields form={form} />}
    </>
  )
}

export function QuotaFields({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 4 }}>
      {(['cpuQuota', 'maxCpuQuota'] as const).map((field) => (
        <DraftField
          key={field}
          form={form}
          field={field}
          label={t(`field.${field}`)}
          unit={t('cores')}
          hint={t(`quotaHint.${field}`)}
          inputMode="decimal"
        />
      ))}
      {(['memoryQuota', 'maxMemoryQuota'] as const).map((field) => (
        <DraftField
          key={field}
          form={form}
          field={field}
          label={t(`field.${field}`)}
          unit={t('mebibytes')}
          hint={t(`quotaHint.${field}`)}
          inputMode="numeric"
        />
      ))}
    </Box>
  )
}
