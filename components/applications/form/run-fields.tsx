'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { RESTART_POLICIES } from '../application-constants'
import { ChoiceCards } from './choice-cards'
import { DraftField } from './draft-field'
import { PortFields } from './port-fields'
import type { VersionForm } from './use-version-form'
import { addPort } from './version-draft'

const NETWORK_TYPES = ['Host', 'PortMapping'] as const

export function RestartField({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  return (
    <ChoiceCards
      legend={t('field.restartPolicy')}
      value={form.draft.restartPolicy}
      choices={RESTART_POLICIES.map((value) => ({
        value,
        label: t(`restart.${value}`),
        hint: t(`restartHint.${value}`),
      }))}
      onChange={(restartPolicy) => form.change({ restartPolicy })}
    />
  )
}

export function NetworkFields({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  const { networkType, ports } = form.draft
  return (
    <>
      <ChoiceCards
        legend={t('field.network')}
        value={networkType}
        choices={NETWORK_TYPES.map((value) => ({
          value,
          label: t(`network.${value}`),
          hint: t(`networkHint.${value}`),
        }))}
        onChange={(type) => {
          // The first row is there to be filled in.
          const first = type === 'PortMapping' && ports.length === 0 ? addPort(ports) : ports
          form.change({ networkType: type, ports: first }, ['networkType'])
        }}
      />
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
