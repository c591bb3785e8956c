'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Platform } from '@/lib/overview/schema'

const HINT = { color: 'text.secondary', fontSize: '0.8125rem' } as const

/** What the console cannot do in this cluster, for want of a right or of an API. Stands in a list of terms. */
export function ClusterFindings({ kubernetes }: { kubernetes: Platform['kubernetes'] }) {
  const t = useTranslations('overview')
  const { unsupported, missingRights, missingFeatures } = kubernetes
  return (
    <>
      {unsupported !== '' && <Finding term={t('findings.unsupported')}>{unsupported}</Finding>}
      {missingRights.length > 0 && (
        <Finding term={t('findings.rights')}>
          <List>
            {missingRights.map((missing) => (
              <MissingRight key={missing.right} {...missing} />
            ))}
          </List>
          <Box sx={{ ...HINT, mt: 1 }}>{t('findings.rightsHint')}</Box>
        </Finding>
      )}
      {missingFeatures.length > 0 && (
        <Finding term={t('findings.features')}>
          <List>
            {missingFeatures.map(({ name, api }) => (
              <li key={name}>
                {t(`findings.feature.${name}`)}{' '}
                <Box component="code" sx={HINT}>
                  {api}
                </Box>
              </li>
            ))}
          </List>
        </Finding>
      )}
    </>
  )
}

function Finding({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <Box component="dt" sx={HINT}>
        {term}
      </Box>
      <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Box>
    </div>
  )
}

function List({ children }: { children: ReactNode }) {
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.5 }}>
      {children}
    </Box>
  )
}

function MissingRight({ right, purpose, essential }: Platform['kubernetes']['missingRights'][number]) {
  const t = useTranslations('overview')
  return (
    <li>
      <Box component="code" sx={{ fontSize: '0.8125rem' }}>
        {right}
      </Box>
      <Box sx={HINT}>{t(`findings.purpose.${purpose}`)}</Box>
      {essential && <Box sx={{ color: 'tone.bad', fontSize: '0.8125rem' }}>{t('findings.essential')}</Box>}
    </li>
  )
}
