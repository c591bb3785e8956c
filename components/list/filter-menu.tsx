'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { ExpandIcon } from '@/components/ui/icons'
import { LazyMenu } from '@/components/ui/lazy-menu'

export interface FilterChoice {
  label: string
  /** Undefined: all. */
  value: string | undefined
  choices: readonly { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}

/** One filter of a list: what it is set to, and a menu of what there is. */
export function FilterMenu({ label, value, choices, onChange }: FilterChoice) {
  const t = useTranslations('common')
  const id = useId()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const chosen = choices.find((choice) => choice.value === value)
  return (
    <>
      <Button
        variant="outlined"
        color={chosen ? 'primary' : 'inherit'}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor ? id : undefined}
        endIcon={<ExpandIcon fontSize="small" />}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ fontWeight: chosen ? 500 : 400, borderColor: chosen ? 'primary.main' : undefined }}
      >
        {chosen ? `${label}: ${chosen.label}` : label}
      </Button>
      {anchor && (
        <LazyMenu
          id={id}
          anchor={anchor}
          onClose={() => setAnchor(null)}
          items={[
            { id: 'all', label: t('all'), selected: !chosen, onSelect: () => onChange(undefined) },
            ...choices.map((choice) => ({
              id: `choice ${choice.value}`,
              label: choice.label,
              selected: choice === chosen,
              onSelect: () => onChange(choice.value),
            })),
          ]}
        />
      )}
    </>
  )
}

/** The choices of a filter as they are set, and what to call with a new one. */
export function choicesOf<V extends string>(
  label: string,
  value: V | undefined,
  values: readonly V[],
  nameOf: (value: V) => string,
  onChange: (value: V | undefined) => void,
): FilterChoice {
  return {
    label,
    value,
    choices: values.map((choice) => ({ value: choice, label: nameOf(choice) })),
    onChange: (text) => onChange(values.find((choice) => choice === text)),
  }
}
