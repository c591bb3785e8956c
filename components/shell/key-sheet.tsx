'use client'
import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { CloseIcon } from '@/components/ui/icons'
import keys from '@/lib/i18n/messages/en/keys.json'
import { withTexts } from '@/lib/i18n/with-texts'
import { KeyNames } from './key-names'
import { GO_KEYS } from './shell-keys'
import { useModifierName } from './use-modifier-name'

interface KeyLine {
  /** Each is one way; the keys of a way are pressed one after another or together. */
  ways: readonly (readonly string[])[]
  text: string
}

export const KeySheet = withTexts({ keys }, Sheet)

/** All keys of the console. Rendered only while it is open. */
function Sheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations('keys')
  const common = useTranslations('common')
  const title = useId()
  return (
    <Dialog open fullWidth maxWidth="md" onClose={onClose} aria-labelledby={title}>
      <Box sx={{ display: 'flex', alignItems: 'center', pr: 4 }}>
        <DialogTitle id={title} variant="h2" sx={{ flex: 1 }}>
          {t('title')}
        </DialogTitle>
        <IconButton aria-label={common('close')} autoFocus onClick={onClose}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Box>
      {/* It scrolls on a phone, also by keys. */}
      <DialogContent tabIndex={0}>
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, columnGap: 10, rowGap: 6 }}>
          {useKeyGroups().map(({ label, lines }) => (
            <section key={label}>
              <Typography variant="h3" sx={{ mb: 1 }}>
                {label}
              </Typography>
              <Box component="dl" sx={{ m: 0 }}>
                {lines.map((line) => (
                  <Line key={line.text} {...line} />
                ))}
              </Box>
            </section>
          ))}
        </Box>
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 5 }}>
          {t('note')}
        </Typography>
      </DialogContent>
    </Dialog>
  )
}

function Line({ ways, text }: KeyLine) {
  return (
    <Box
      sx={{
        display: 'flex',
        justifyContent: 'space-between',
        alignItems: 'center',
        gap: 4,
        minHeight: 34,
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <Box component="dt">{text}</Box>
      <Box component="dd" sx={{ m: 0, display: 'flex', gap: 3, flex: 'none' }}>
        {ways.map((keys) => (
          <KeyNames key={keys.join(' ')} keys={keys} />
        ))}
      </Box>
    </Box>
  )
}

function useKeyGroups(): { label: string; lines: readonly KeyLine[] }[] {
  const t = useTranslations('keys')
  const shell = useTranslations('shell')
  const modifier = useModifierName()
  const goTo = Object.entries(GO_KEYS).map(([letter, { label }]) => ({ ways: [['g', letter]], text: shell(label) }))
  return [
    {
      label: t('everywhere'),
      lines: [
        { ways: [[modifier, 'K']], text: t('palette') },
        { ways: [['?']], text: t('sheet') },
        { ways: [['Esc']], text: t('close') },
        { ways: [['F8']], text: t('notice') },
      ],
    },
    { label: t('goTo'), lines: goTo },
    {
      label: t('lists'),
      lines: [
        { ways: [['/']], text: t('search') },
        { ways: [['↑'], ['↓']], text: t('row') },
        { ways: [['Home'], ['End']], text: t('firstLast') },
        { ways: [['Enter']], text: t('open') },
        { ways: [['x'], ['Space']], text: t('select') },
        { ways: [['Esc']], text: t('clear') },
      ],
    },
    {
      label: t('paletteKeys'),
      lines: [
        { ways: [['↑'], ['↓']], text: t('choose') },
        { ways: [['Enter']], text: t('take') },
      ],
    },
  ]
}
