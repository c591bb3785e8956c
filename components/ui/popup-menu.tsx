'use client'
import Box from '@mui/material/Box'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { DoneIcon } from './icons'

export interface PopupItem {
  id: string
  label: string
  onSelect: () => void
  /** One of several, of which this one holds. */
  selected?: boolean
  /** On or off; the menu stays open. */
  checked?: boolean
  /** Takes something away. */
  destructive?: boolean
  disabled?: boolean
}

interface PopupMenuProps {
  anchor: HTMLElement
  id?: string
  items: readonly PopupItem[]
  onClose: () => void
}

/** A menu below the button that opened it; rendered only while it is open. */
export function PopupMenu({ anchor, id, items, onClose }: PopupMenuProps) {
  return (
    <Menu id={id} anchorEl={anchor} open onClose={onClose}>
      {items.map(({ id: key, label, onSelect, selected = false, checked, destructive = false, disabled = false }) => (
        <MenuItem
          key={key}
          selected={selected}
          disabled={disabled}
          role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
          aria-checked={checked}
          onClick={() => {
            if (checked === undefined) onClose()
            onSelect()
          }}
          sx={{ color: destructive ? 'error.main' : undefined, gap: 2 }}
        >
          {checked !== undefined && (
            <Box component="span" aria-hidden sx={{ width: 18, display: 'inline-flex', color: 'primary.main' }}>
              {checked && <DoneIcon fontSize="inherit" />}
            </Box>
          )}
          {label}
        </MenuItem>
      ))}
    </Menu>
  )
}
