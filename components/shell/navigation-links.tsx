'use client'
import Box from '@mui/material/Box'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ApplicationIcon, DeploymentIcon, ImageIcon, NodeIcon, OverviewIcon } from '@/components/ui/icons'
import { links } from '@/lib/client/links'
import { AttentionLink } from './attention-link'
import { useAttention } from './use-attention'

const ITEMS = [
  { href: links.overview, label: 'overview', Icon: OverviewIcon },
  { href: links.nodes, label: 'nodes', Icon: NodeIcon },
  { href: links.images, label: 'images', Icon: ImageIcon },
  { href: links.applications, label: 'applications', Icon: ApplicationIcon },
  { href: links.deployments, label: 'deployments', Icon: DeploymentIcon },
] as const

export function isWithin(pathname: string, href: string): boolean {
  return pathname === href || (href !== '/' && pathname.startsWith(`${href}/`))
}

interface NavigationLinksProps {
  onFollow?: () => void
  /** What stands above the links. */
  children?: ReactNode
}

export function NavigationLinks({ onFollow, children }: NavigationLinksProps) {
  const t = useTranslations('shell')
  const pathname = usePathname()
  const attention = useAttention()
  return (
    <Box component="nav" aria-label={t('navigation')} sx={{ display: 'grid', gap: 1, p: 3, pt: children ? 0 : 3 }}>
      {children}
      {ITEMS.map(({ href, label, Icon }) => {
        const wanting = attention.find((one) => one.beside === href)
        return (
          <Box key={href} sx={{ position: 'relative' }}>
            <Box
              component={NextLink}
              href={href}
              onClick={onFollow}
              aria-current={isWithin(pathname, href) ? 'page' : undefined}
              sx={LINK}
            >
              <Icon fontSize="small" />
              {t(label)}
            </Box>
            {wanting && <AttentionLink {...wanting} onFollow={onFollow} />}
          </Box>
        )
      })}
    </Box>
  )
}

const LINK = {
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  px: 3,
  height: 36,
  borderRadius: 1,
  color: 'text.secondary',
  textDecoration: 'none',
  fontWeight: 500,
  '&:hover': { bgcolor: 'action.hover' },
  '&[aria-current]': { color: 'text.primary', bgcolor: 'background.default' },
  '&[aria-current] svg': { color: 'primary.main' },
} as const
