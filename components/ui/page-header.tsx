'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { AppLink } from './app-link'

interface PageHeaderProps {
  title: string
  /** The pages above this one, outermost first. */
  parents?: readonly { href: string; label: string }[]
  /** How many there are, on a list page. */
  count?: number
  /** State and the like, beside the title. */
  beside?: ReactNode
  /** A sentence below the title. */
  text?: ReactNode
  /** At most two buttons. */
  actions?: ReactNode
}

const TRAIL = {
  display: 'flex',
  flexWrap: 'wrap',
  m: 0,
  p: 0,
  listStyle: 'none',
  '& > li': { overflowWrap: 'anywhere' },
  '& > li:not(:last-child)': { color: 'text.secondary' },
  '& > li:not(:last-child)::after': { content: '"/" / ""', mx: 1.5 },
} as const

/** Title, way back and actions of a page; also names the browser's tab. */
export function PageHeader({ title, parents = [], count, beside, text, actions }: PageHeaderProps) {
  const t = useTranslations('shell')
  const common = useTranslations('common')
  return (
    <Box component="header" sx={{ mb: 4 }}>
      <title>{t('title', { page: title })}</title>
      {parents.length > 0 && (
        <Box component="nav" aria-label={common('breadcrumb')} sx={{ mb: 1, fontSize: '0.8125rem' }}>
          <Box component="ol" sx={TRAIL}>
            {parents.map(({ href, label }) => (
              <li key={href}>
                <AppLink href={href} color="inherit">
                  {label}
                </AppLink>
              </li>
            ))}
            <li aria-current="page">{title}</li>
          </Box>
        </Box>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
        <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
          {title}
          {count !== undefined && (
            <Box component="span" sx={{ color: 'text.secondary', fontWeight: 400, ml: 2 }}>
              {common('total', { total: count })}
            </Box>
          )}
        </Typography>
        {beside}
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, ml: { sm: 'auto' } }}>{actions}</Box>
      </Box>
      {text !== undefined && <Box sx={{ color: 'text.secondary', mt: 1, maxWidth: 720 }}>{text}</Box>}
    </Box>
  )
}
