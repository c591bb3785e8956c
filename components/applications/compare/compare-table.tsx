'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { Section } from '@/components/ui/section'
import { VersionState } from '@/components/ui/status'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import { readNetwork } from '../network'
import { useVersionWords } from '../use-version-words'
import { COMPARED, differingFields, type ComparedField } from './compared-fields'

/** Both versions field by field; what differs is marked, and can be shown alone. */
export function CompareTable({ a, b }: { a: ApplicationVersionRecord; b: ApplicationVersionRecord }) {
  const t = useTranslations('applications')
  const show = useFieldWords()
  const [onlyDifferent, setOnlyDifferent] = useState(false)
  const differing = differingFields(a, b)
  const shown = onlyDifferent ? COMPARED.filter((field) => differing.has(field)) : COMPARED
  const only = (
    <Box component="label" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2, cursor: 'pointer' }}>
      <Box
        component="input"
        type="checkbox"
        checked={onlyDifferent}
        onChange={() => setOnlyDifferent(!onlyDifferent)}
        sx={{ m: 0, width: 16, height: 16, accentColor: 'var(--mui-palette-primary-main)' }}
      />
      {t('compare.onlyDifferent')}
    </Box>
  )
  return (
    <Section title={t('compare.count', { count: differing.size })} actions={only} flush>
      <Box component="table" sx={tableSx}>
        <thead>
          <tr>
            <th scope="col">{t('compare.field')}</th>
            {[a, b].map((version) => (
              <th key={version.version} scope="col">
                <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 4 }}>
                  <AppLink href={links.version(version.appName, version.version)}>{version.version}</AppLink>
                  <VersionState status={version.status} />
                </Box>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((field) => (
            <tr key={field} className={differing.has(field) ? 'differs' : undefined}>
              <th scope="row">
                {t(LABEL[field])}
                {differing.has(field) && (
                  <Box component="span" sx={{ display: 'block', color: 'tone.attention', fontSize: '0.75rem' }}>
                    {t('compare.differs')}
                  </Box>
                )}
              </th>
              <td>{show(field, a)}</td>
              <td>{show(field, b)}</td>
            </tr>
          ))}
        </tbody>
      </Box>
    </Section>
  )
}

const LABEL = {
  image: 'field.image',
  imageVersion: 'field.imageVersion',
  arch: 'field.arch',
  restartPolicy: 'field.restartPolicy',
  network: 'field.network',
  cpu: 'cpu',
  memory: 'memory',
} as const satisfies Record<ComparedField, string>

function useFieldWords() {
  const t = useTranslations('applications')
  const words = useVersionWords()
  function show(field: ComparedField, version: ApplicationVersionRecord): ReactNode {
    const { orgName, containerImage, containerImageVersion: tag } = version
    switch (field) {
      case 'image':
        return <AppLink href={links.image(orgName, containerImage)}>{`${orgName}/${containerImage}`}</AppLink>
      case 'imageVersion':
        return <AppLink href={links.imageVersion(orgName, containerImage, tag)}>{tag}</AppLink>
      case 'arch':
        return version.archType.split(';').join(', ')
      case 'restartPolicy':
        return t(`restart.${version.restartPolicy}`)
      case 'network': {
        const { type, portMappings } = readNetwork(version.network)
        return words.network(type, portMappings)
      }
      case 'cpu':
        return words.cpuQuota(version.cpuQuota, version.maxCpuQuota)
      case 'memory':
        return words.memoryQuota(version.memoryQuota, version.MaxMemoryQuota)
    }
  }
  return show
}

const tableSx = {
  width: '100%',
  tableLayout: 'fixed',
  borderCollapse: 'collapse',
  '& th, & td': {
    px: { xs: 1.5, sm: 4 },
    py: 2,
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: 400,
    overflowWrap: 'anywhere',
    borderTop: 1,
    borderColor: 'divider',
  },
  '& thead th': { fontWeight: 500 },
  '& tbody th': { color: 'text.secondary' },
  '& tr > :first-of-type': { width: { xs: 104, sm: 200 } },
  '& .differs td': { fontWeight: 500, bgcolor: 'action.selected' },
  '& .differs th': { boxShadow: 'inset 3px 0 0 var(--mui-palette-tone-attention)' },
}
