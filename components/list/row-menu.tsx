'use client'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MoreIcon } from '@/components/ui/icons'
import { LazyMenu } from '@/components/ui/lazy-menu'

export interface RowAction {
  label: string
  onSelect: () => void
  /** Takes something away. */
  destructive?: boolean
  disabled?: boolean
}

/** What can be done with a record; nothing where that is nothing. */
export function RowMenu({ name, actions }: { name: string; actions: readonly RowAction[] }) {
  return actions.length > 0 && <ActionsMenu name={name} actionsOf={() => actions} />
}

interface ActionsMenuProps {
  name: string
  /** Asked when the menu opens. */
  actionsOf: () => readonly RowAction[]
}

export function ActionsMenu({ name, actionsOf }: ActionsMenuProps) {
  const t = useTranslations('common')
  const [open, setOpen] = useState<{ anchor: HTMLElement; actions: readonly RowAction[] }>()
  return (
    <>
      <IconButton
        aria-label={t('actionsFor', { name })}
        aria-haspopup="menu"
        aria-expanded={open !== undefined}
        onClick={({ currentTarget }) => setOpen({ anchor: currentTarget, actions: actionsOf() })}
      >
        <MoreIcon fontSize="small" />
      </IconButton>
      {open && (
        <LazyMenu
          anchor={open.anchor}
          onClose={() => setOpen(undefined)}
          items={open.actions.map((action) => ({ ...action, id: action.label }))}
        />
      )}
    </>
  )
}
