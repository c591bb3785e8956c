'use client'
import MuiLink, { type LinkProps } from '@mui/material/Link'
import NextLink from 'next/link'

interface AppLinkProps {
  href: string
  children: LinkProps['children']
  sx?: Readonly<Record<string, string | number>>
  color?: LinkProps['color']
  title?: string
  /** Not part of a sentence: large enough to be hit by a finger (WCAG 2.2, 2.5.8). */
  standalone?: boolean
}

const TARGET = { display: 'inline-block', minWidth: 24, lineHeight: '24px' }

/** A link to a page of the console. Not fetched ahead: a list has a hundred of them. */
export function AppLink({ href, children, standalone = false, sx, ...rest }: AppLinkProps) {
  return (
    <MuiLink
      component={NextLink}
      href={href}
      prefetch={false}
      underline="hover"
      sx={standalone ? { ...TARGET, ...sx } : sx}
      {...rest}
    >
      {children}
    </MuiLink>
  )
}
