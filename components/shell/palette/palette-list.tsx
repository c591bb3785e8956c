'use client'
import Box from '@mui/material/Box'
import { useEffect, useRef } from 'react'
import { markWords, type PaletteGroup, type PaletteItem } from './palette-item'

interface PaletteListProps {
  id: string
  label: string
  groups: readonly PaletteGroup[]
  activeId: string | undefined
  words: readonly string[]
  onActivate: (item: PaletteItem) => void
  onPoint: (item: PaletteItem) => void
}

export const optionId = (list: string, item: string) => `${list}-${encodeURIComponent(item)}`

/** The list of a combobox (ARIA 1.2): the focus stays in the field, which says by id which option is active. */
export function PaletteList({ id, label, groups, activeId, words, onActivate, onPoint }: PaletteListProps) {
  return (
    <Box id={id} role="listbox" aria-label={label} sx={LIST}>
      {groups.map((group) => (
        <Box key={group.id} role="group" aria-labelledby={`${id}-${group.id}`}>
          <Box id={`${id}-${group.id}`} sx={GROUP}>
            {group.label}
          </Box>
          {group.items.map((item) => (
            <Option
              key={item.id}
              id={optionId(id, item.id)}
              item={item}
              words={words}
              active={item.id === activeId}
              onActivate={() => onActivate(item)}
              onPoint={() => onPoint(item)}
            />
          ))}
        </Box>
      ))}
    </Box>
  )
}

interface OptionProps {
  id: string
  item: PaletteItem
  words: readonly string[]
  active: boolean
  onActivate: () => void
  onPoint: () => void
}

function Option({ id, item: { Icon, label, beside }, words, active, onActivate, onPoint }: OptionProps) {
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <Box
      ref={element}
      id={id}
      role="option"
      aria-selected={active}
      onClick={onActivate}
      onMouseMove={onPoint}
      sx={OPTION}
    >
      <Icon fontSize="small" />
      <Box
        component="span"
        sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      >
        {markWords(label, words).map(({ part, marked }, index) => (
          <Box key={index} component="span" sx={marked ? { fontWeight: 600, color: 'primary.main' } : undefined}>
            {part}
          </Box>
        ))}
      </Box>
      <Box component="span" sx={{ flex: 'none', fontSize: '0.8125rem', color: 'text.secondary' }}>
        {beside}
      </Box>
    </Box>
  )
}

const LIST = {
  overflowY: 'auto',
  maxHeight: { xs: 'calc(100vh - 80px)', sm: 'min(56vh, 480px)' },
  p: 2,
  pt: 0,
  // A phone has no keys to press.
  '& kbd': { display: { xs: 'none', sm: 'inline' } },
} as const

const GROUP = { px: 2, pt: 3, pb: 1, fontSize: '0.75rem', fontWeight: 500, color: 'text.secondary' } as const

const OPTION = {
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  px: 2,
  minHeight: 36,
  borderRadius: '6px',
  cursor: 'pointer',
  scrollMargin: '32px 0 8px',
  '& > svg': { color: 'text.secondary', flex: 'none' },
  '&[aria-selected="true"]': { bgcolor: 'action.selected' },
  '&[aria-selected="true"] > svg': { color: 'primary.main' },
} as const
