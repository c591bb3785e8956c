'use client'
import Box from '@mui/material/Box'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { links } from '@/lib/client/links'

/** Between the list of images and that of organisations. */
export function ImageTabs() {
  const t = useTranslations('images')
  const pathname = usePathname()
  const tabs = [
    { href: links.images, label: t('imagesTab') },
    { href: links.orgs, label: t('orgsTab') },
  ]
  return (
    <Box
      component="nav"
      aria-label={t('title')}
      sx={{ display: 'flex', gap: 5, mb: 4, borderBottom: 1, borderColor: 'divider' }}
    >
      {tabs.map(({ href, label }) => (
        <Box
          key={href}
          component={NextLink}
          href={href}
          aria-current={pathname === href ? 'page' : undefined}
          sx={{
            py: 2,
            mb: '-1px',
            color: 'text.secondary',
            textDecoration: 'none',
            fontWeight: 500,
            borderBottom: '2px solid transparent',
            '&:hover': { color: 'text.primary' },
            '&[aria-current]': { color: 'text.primary', borderColor: 'primary.main' },
          }}
        >
          {label}
        </Box>
      ))}
    </Box>
  )
}
