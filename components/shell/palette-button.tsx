'use client'
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { SearchIcon } from '@/components/ui/icons'
import { KeyNames } from './key-names'
import { useOpenLayer } from './open-layer'
import { useModifierName } from './use-modifier-name'

/** Opens the command palette: what looks like a field on wide screens, an icon on a phone. */
export function PaletteButton() {
  const t = useTranslations('shell')
  const open = useOpenLayer()
  const modifier = useModifierName()
  return (
    <>
      <ButtonBase
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        onClick={() => open('palette')}
        sx={FIELD}
      >
        <SearchIcon fontSize="small" />
        <Box component="span" sx={{ flex: 1, textAlign: 'left' }}>
          {t('searchOrJump')}
        </Box>
        <Box component="span" aria-hidden>
          <KeyNames keys={[modifier, 'K']} />
        </Box>
      </ButtonBase>
      <IconButton
        aria-label={t('searchOrJump')}
        aria-haspopup="dialog"
        onClick={() => open('palette')}
        sx={{ display: { xs: 'inline-flex', sm: 'none' } }}
      >
        <SearchIcon />
      </IconButton>
    </>
  )
}

const FIELD = {
  display: { xs: 'none', sm: 'flex' },
  alignItems: 'center',
  gap: 2,
  width: { sm: 260, md: 340 },
  height: 34,
  px: 2.5,
  border: 1,
  borderColor: 'outline',
  borderRadius: 1,
  bgcolor: 'background.default',
  color: 'text.secondary',
  font: 'inherit',
  '&:hover': { borderColor: 'text.secondary' },
} as const
