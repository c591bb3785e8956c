'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'

const SHOWN = 200

/** Names that something is done to, as many as one reads. */
export function NameList({ names }: { names: readonly string[] }) {
  const t = useTranslations('deployments')
  if (names.length === 0) return null
  return (
    <Box component="ul" tabIndex={0} aria-label={t('nodes')} sx={listSx}>
      {names.slice(0, SHOWN).map((name) => (
        <li key={name}>{name}</li>
      ))}
      {names.length > SHOWN && <li>{t('andMore', { count: names.length - SHOWN })}</li>}
    </Box>
  )
}

const listSx = {
  m: 0,
  py: 2,
  pl: 8,
  pr: 3,
  maxHeight: 200,
  overflowY: 'auto',
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
} as const
