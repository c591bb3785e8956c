'use client'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ColumnsIcon, ComfortableIcon, CompactIcon } from '@/components/ui/icons'
import { LazyMenu } from '@/components/ui/lazy-menu'
import type { ColumnChoice } from './use-column-choice'
import { useDensity } from './use-density'

interface ColumnMenuProps {
  choices: readonly ColumnChoice[]
  changed: boolean
  onToggle: (id: string) => void
  onReset: () => void
}

/** Which columns a table has. */
export function ColumnMenu({ choices, changed, onToggle, onReset }: ColumnMenuProps) {
  const t = useTranslations('common')
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const items = choices.map(({ id, header, shown, required }) => ({
    id: `column ${id}`,
    label: header,
    checked: shown,
    disabled: required,
    onSelect: () => onToggle(id),
  }))
  const reset = { id: 'reset', label: t('resetColumns'), disabled: !changed, onSelect: onReset }
  return (
    <>
      <IconButton
        aria-label={t('columns')}
        title={t('columns')}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <ColumnsIcon fontSize="small" />
      </IconButton>
      {anchor && <LazyMenu anchor={anchor} onClose={() => setAnchor(null)} items={[...items, reset]} />}
    </>
  )
}

/** More rows on the screen, or more air between them. */
export function DensitySwitch() {
  const t = useTranslations('common')
  const [density, choose] = useDensity()
  const compact = density === 'compact'
  const Icon = compact ? CompactIcon : ComfortableIcon
  return (
    <IconButton
      aria-label={t('compactRows')}
      title={compact ? t('densityCompact') : t('densityComfortable')}
      aria-pressed={compact}
      onClick={() => choose(compact ? 'comfortable' : 'compact')}
    >
      <Icon fontSize="small" />
    </IconButton>
  )
}
