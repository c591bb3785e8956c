'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { PageHeader } from './page-header'

interface MissingRecordProps {
  title: string
  text: string
  back: { href: string; label: string }
}

/** The page of a record that there is not, or no longer. */
export function MissingRecord({ title, text, back }: MissingRecordProps) {
  return (
    <>
      <PageHeader title={title} text={text} />
      <Button variant="outlined" component={NextLink} href={back.href}>
        {back.label}
      </Button>
    </>
  )
}
