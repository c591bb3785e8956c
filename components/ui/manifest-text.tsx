'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useMemo, type ReactNode } from 'react'
import { saveText } from '@/lib/client/save-text'
import { CopyButton } from './copy-button'
import { DownloadIcon } from './icons'
import { yamlTokens, type YamlToken } from './yaml-tokens'

interface ManifestTextProps {
  yaml: string
  /** Of the file that is downloaded, such as `door-1.0.yaml`. */
  fileName: string
  /** What it is, for assistive technology; "Manifest" unless told. */
  label?: string
  /** Beside the buttons. */
  text?: ReactNode
  /** In pixels; a longer manifest scrolls. */
  maxHeight?: number
}

const COLOUR = {
  key: 'primary.main',
  mark: 'text.secondary',
  placeholder: 'tone.attention',
  comment: 'text.secondary',
  value: undefined,
} as const satisfies Record<YamlToken['kind'], string | undefined>

export function ManifestText({ yaml, fileName, label, text, maxHeight = 480 }: ManifestTextProps) {
  const t = useTranslations('common')
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 2 }}>
        <Box sx={{ flex: 1, minWidth: 200, color: 'text.secondary' }}>{text}</Box>
        <CopyButton text={yaml} labelled />
        <Button variant="outlined" startIcon={<DownloadIcon />} onClick={() => saveText(fileName, yaml)}>
          {t('download')}
        </Button>
      </Box>
      <Box
        component="pre"
        tabIndex={0}
        role="region"
        aria-label={label ?? t('manifest')}
        sx={{
          m: 0,
          p: 3,
          maxHeight,
          overflow: 'auto',
          whiteSpace: 'pre',
          bgcolor: 'background.default',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
        }}
      >
        <YamlLines yaml={yaml} />
      </Box>
    </>
  )
}

function YamlLines({ yaml }: { yaml: string }) {
  const lines = useMemo(() => yaml.trimEnd().split('\n').map(yamlTokens), [yaml])
  return lines.map((tokens, line) => (
    <Box component="span" key={line} sx={{ display: 'block', minHeight: '1lh' }}>
      {tokens.map(({ kind, text }, index) => (
        <Box
          component="span"
          key={index}
          sx={{ color: COLOUR[kind], fontWeight: kind === 'placeholder' ? 500 : undefined }}
        >
          {text}
        </Box>
      ))}
    </Box>
  ))
}
