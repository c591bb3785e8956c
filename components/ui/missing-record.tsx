'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { EmptyState } from './empty-state'
import { PageHeader } from './page-header'

interface MissingRecordProps {
  title: string
  text: string
  back: { href: string; label: string }
}

/** The page of a record that there is not, or no longer. */
export function MissingRecord({ title, text, back }: MissingRecordProps) {
  const action = (
    <Button variant="outlined" component={NextLink} href={back.href}>
      {back.label}
    </Button>
  )
  return (
    <>
      <PageHeader title={title} parents={[back]} />
      <EmptyState title={title} text={text} action={action} />
    </>
  )
}
