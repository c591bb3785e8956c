'use client'
import MuiLink, { type LinkProps } from '@mui/material/Link'
import NextLink from 'next/link'

interface AppLinkProps {
  href: string
  children: LinkProps['children']
  sx?: LinkProps['sx']
  color?: LinkProps['color']
  title?: string
}

/** A link to a page of the console. Not fetched ahead: a list has a hundred of them. */
export function AppLink({ href, children, ...rest }: AppLinkProps) {
  return (
    <MuiLink component={NextLink} href={href} prefetch={false} underline="hover" {...rest}>
      {children}
    </MuiLink>
  )
}
