'use client'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { CopyIcon, DoneIcon } from '@/components/ui/icons'
import { copyText } from '@/lib/client/copy-text'
import { useNotify } from './notices'

const SHOWN_MS = 2000

interface CopyButtonProps {
  text: string
  /** With words beside the icon. */
  labelled?: boolean
}

export function CopyButton({ text, labelled = false }: CopyButtonProps) {
  const t = useTranslations('common')
  const notify = useNotify()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async () => {
    if (await copyText(text)) setCopied(true)
    else notify(t('copyFailed'), 'bad')
  }
  const icon = copied ? <DoneIcon fontSize="inherit" color="success" /> : <CopyIcon fontSize="inherit" />
  const label = copied ? t('copied') : t('copy')
  if (labelled) {
    return (
      <Button variant="outlined" startIcon={icon} onClick={() => void copy()}>
        {label}
      </Button>
    )
  }
  return (
    <IconButton
      aria-label={label}
      title={label}
      onClick={() => void copy()}
      sx={{ fontSize: '0.875rem', p: 0, width: 24, height: 24 }}
    >
      {icon}
    </IconButton>
  )
}
