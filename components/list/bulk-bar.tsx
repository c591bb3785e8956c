'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import { keyframes } from '@emotion/react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useState } from 'react'
import { useErrorText } from '@/components/ui/error-text'
import { CloseIcon } from '@/components/ui/icons'
import { useNotify } from '@/components/ui/notices'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { toApiError } from '@/lib/client/api-error'
import { isTyping, layerIsOpen } from '@/lib/client/key-scope'
import type { Bulk, Selection } from './columns'

interface BulkBarProps {
  bulk: Bulk
  selection: Selection
  /** How many rows match the list's query. */
  total: number
}

const slideIn = keyframes({
  from: { transform: 'translateY(100%)', opacity: 0 },
  to: { transform: 'none', opacity: 1 },
})

/** How many rows are selected, on all pages, and what to do with them; not there while none is. */
export function BulkBar({ bulk, selection, total }: BulkBarProps) {
  const t = useTranslations('common')
  const count = selection.selected.size
  const clear = () => selection.onChange(new Set())
  const over = bulk.max !== undefined && count > bulk.max
  useEscape(count > 0, clear)
  return (
    <>
      <VisuallyHidden role="status">{count > 0 && t('selected', { count })}</VisuallyHidden>
      {count > 0 && (
        <Box
          role="toolbar"
          aria-label={t('bulkActions')}
          sx={{
            position: 'sticky',
            bottom: { xs: 8, sm: 16 },
            zIndex: 'appBar',
            mb: 4,
            px: 3,
            py: 2,
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: 2,
            bgcolor: 'background.raised',
            border: 1,
            borderColor: 'primary.main',
            borderRadius: 1,
            boxShadow: 6,
            animation: `${slideIn} 160ms ease-out`,
          }}
        >
          <Box component="span" sx={{ fontWeight: 500, mr: 1 }}>
            {t('selected', { count })}
          </Box>
          {bulk.allMatching && total > count && !over && (
            <SelectAllMatching bulk={bulk} allMatching={bulk.allMatching} selection={selection} total={total} />
          )}
          {over && (
            <Box component="span" role="alert" sx={{ color: 'tone.bad' }}>
              {t('tooManySelected', { max: bulk.max ?? 0 })}
            </Box>
          )}
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, ml: { sm: 'auto' } }}>
            {bulk.actions.map(({ label, onSelect, destructive = false, disabled = false }) => (
              <Button
                key={label}
                variant="outlined"
                color={destructive ? 'error' : 'primary'}
                disabled={disabled || over}
                onClick={() => onSelect([...selection.selected])}
              >
                {label}
              </Button>
            ))}
            <IconButton aria-label={t('clearSelection')} title={t('clearSelection')} onClick={clear}>
              <CloseIcon fontSize="small" />
            </IconButton>
          </Box>
        </Box>
      )}
    </>
  )
}

interface SelectAllProps extends BulkBarProps {
  allMatching: NonNullable<Bulk['allMatching']>
}

/** Adds every row that matches, also on other pages, up to what may be selected. */
function SelectAllMatching({ bulk: { max }, allMatching, selection, total }: SelectAllProps) {
  const t = useTranslations('common')
  const notify = useNotify()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const limited = max !== undefined && total > max
  const select = async () => {
    setBusy(true)
    try {
      const keys = new Set([...selection.selected, ...(await allMatching())])
      selection.onChange(new Set([...keys].slice(0, max)))
    } catch (error) {
      notify(errorText(toApiError(error)), 'bad')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button loading={busy} onClick={() => void select()}>
      {limited ? t('selectFirst', { count: max }) : t('selectAllMatching', { count: total })}
    </Button>
  )
}

/** Escape clears the selection, unless it closes something or leaves a field. */
function useEscape(active: boolean, clear: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !isTyping(event.target) && !layerIsOpen()) clear()
  })
  useEffect(() => {
    if (!active) return undefined
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [active])
}
