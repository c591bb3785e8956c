'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { callOperation } from '@/lib/client/api'
import { ChoiceField } from '../form/choice-field'
import type { ChoiceSource } from '../form/use-choices'

interface VersionChoicesProps {
  app: string
  /** "" where it is still to be chosen. */
  a: string
  b: string
  onChoose: (a: string, b: string) => void
}

const versionsOf = (appName: string): ChoiceSource<ApplicationVersionRecord> => ({
  path: 'application/listApplicationVersion',
  of: [appName],
  load: async (page) => {
    const { total, appVersions } = await callOperation('application/listApplicationVersion', { ...page, appName })
    return { total, items: appVersions }
  },
})

/** Which two versions are compared, of however many there are. */
export function VersionChoices({ app, a, b, onChoose }: VersionChoicesProps) {
  const t = useTranslations('applications')
  const states = useTranslations('states')
  const field = (label: string, value: string, onPick: (version: string) => void) => (
    <ChoiceField
      key={`${label} ${value}`}
      label={label}
      source={versionsOf(app)}
      nameOf={(one) => one.version}
      detailOf={(one) => states(`version.${one.status}`)}
      value={value}
      onPick={(one) => onPick(one?.version ?? '')}
      problem={undefined}
    />
  )
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 4 }}>
      {field(t('compare.first'), a, (version) => onChoose(version, b))}
      {field(t('compare.second'), b, (version) => onChoose(a, version))}
    </Box>
  )
}
