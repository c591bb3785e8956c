'use client'
import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { leave } from '@/lib/client/unsaved'
import palette from '@/lib/i18n/messages/en/palette.json'
import { withTexts } from '@/lib/i18n/with-texts'
import { PALETTE_ATTRIBUTE } from '../use-shell-keys'
import { PaletteField } from './palette-field'
import { PaletteFooter, PaletteState } from './palette-state'
import { wordsOf, type PaletteItem } from './palette-item'
import { optionId, PaletteList } from './palette-list'
import { usePaletteGroups, type PaletteMode } from './use-palette-groups'

export const CommandPalette = withTexts({ palette }, Palette)

/** Goes to any page, finds anything by its name, does what is done often. Rendered only while it is open. */
function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('palette')
  const router = useRouter()
  const title = useId()
  const list = useId()
  const [text, setText] = useState('')
  const [mode, setMode] = useState<PaletteMode>('all')
  const found = usePaletteGroups(mode, text, () => {
    setMode('deploy')
    setText('')
  })
  const items = found.groups.flatMap((group) => group.items)
  const active = useActiveItem(items, `${mode} ${text}`)

  const activate = ({ href, run, stays }: PaletteItem) => {
    if (!stays) onClose()
    run?.()
    if (href !== undefined) leave(() => router.push(href))
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') active.move(1)
    else if (event.key === 'ArrowUp') active.move(-1)
    else if (event.key === 'Enter') {
      if (active.item) activate(active.item)
    } else if (event.key === 'Backspace' && mode === 'deploy' && text === '') setMode('all')
    else return
    event.preventDefault()
  }
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={onClose} aria-labelledby={title} transitionDuration={120} sx={DIALOG}>
      <Box {...{ [PALETTE_ATTRIBUTE]: '' }} onKeyDown={onKeyDown}>
        <VisuallyHidden id={title}>{t('title')}</VisuallyHidden>
        <PaletteField
          value={text}
          onChange={setText}
          mode={mode}
          list={list}
          activeId={active.item && optionId(list, active.item.id)}
          onClose={onClose}
        />
        {items.length > 0 && (
          <PaletteList
            id={list}
            label={t('results')}
            groups={found.groups.filter((group) => group.items.length > 0)}
            activeId={active.item?.id}
            words={wordsOf(text)}
            onActivate={activate}
            onPoint={({ id }) => active.choose(id)}
          />
        )}
        <PaletteState found={found} mode={mode} text={text} count={items.length} />
        <PaletteFooter />
      </Box>
    </Dialog>
  )
}

const DIALOG = {
  '& .MuiDialog-container': { alignItems: 'flex-start' },
  '& .MuiDialog-paper': {
    mx: { xs: 2, sm: 8 },
    mt: { xs: 2, sm: '12vh' },
    width: { xs: 'calc(100% - 16px)', sm: '100%' },
    maxHeight: 'calc(100% - 16px)',
  },
} as const

/** Which item Enter takes: the first, until arrow keys or the pointer choose another. Another question starts anew. */
function useActiveItem(items: readonly PaletteItem[], question: string) {
  const [chosen, setChosen] = useState<{ id: string; question: string }>()
  const at = chosen?.question === question ? items.findIndex(({ id }) => id === chosen.id) : -1
  const index = at === -1 ? 0 : at
  const choose = (id: string) => setChosen({ id, question })
  const move = (by: 1 | -1) => {
    const next = items[(index + by + items.length) % items.length]
    if (next) choose(next.id)
  }
  return { item: items[index], choose, move }
}
