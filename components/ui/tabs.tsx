'use client'
import Box from '@mui/material/Box'
import { useSearchParams } from 'next/navigation'
import { useId, useLayoutEffect, type KeyboardEvent, type ReactNode } from 'react'

interface Tab {
  /** Stands in the address as `?tab=`; the first tab is the page without it. */
  id: string
  label: string
  /** Rendered while the tab is shown. Parts that are not the first tab's come with `lazyPart`. */
  content: () => ReactNode
}

interface TabsProps {
  label: string
  tabs: readonly [Tab, ...Tab[]]
  /** The address's parameters that say what the page is about; others are a tab's own and go with it. */
  keep: readonly string[]
}

/** How far each key goes; Home and End go as far as there are tabs. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }

/** The parts of a page, one shown at a time; which one is in the address. Follows the tabs pattern of WAI-ARIA. */
export function Tabs({ label, tabs, keep }: TabsProps) {
  const id = useId()
  const params = useSearchParams()
  const shown = tabs.find((tab) => tab.id === params.get('tab')) ?? tabs[0]
  const tabId = `${id}-${shown.id}`
  useLayoutEffect(() => bringIntoRow(document.getElementById(tabId)), [tabId])
  const show = (tab: Tab) => {
    if (tab.id === shown.id) return
    const next = new URLSearchParams(keep.flatMap((name) => params.getAll(name).map((value) => [name, value])))
    if (tab !== tabs[0]) next.set('tab', tab.id)
    window.history.pushState(null, '', `${window.location.pathname}?${next.toString()}`)
  }
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const to = tabs[Math.min(Math.max(tabs.indexOf(shown) + step, 0), tabs.length - 1)] ?? shown
    show(to)
    document.getElementById(`${id}-${to.id}`)?.focus()
  }
  return (
    <>
      <Box role="tablist" aria-label={label} onKeyDown={move} sx={listSx}>
        {tabs.map((tab) => (
          <Box
            key={tab.id}
            component="button"
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            aria-selected={tab === shown}
            aria-controls={tab === shown ? `${id}-panel` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => show(tab)}
            sx={tabSx}
          >
            {tab.label}
          </Box>
        ))}
      </Box>
      <div key={shown.id} role="tabpanel" id={`${id}-panel`} aria-labelledby={tabId}>
        {shown.content()}
      </div>
    </>
  )
}

/** Where the tabs have no room beside each other, the one that is shown may be beyond the end of its row. */
function bringIntoRow(tab: HTMLElement | null): void {
  const row = tab?.parentElement
  if (!tab || !row) return
  const [inner, outer] = [tab.getBoundingClientRect(), row.getBoundingClientRect()]
  if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right
  else if (inner.left < outer.left) row.scrollLeft += inner.left - outer.left
}

const listSx = { display: 'flex', columnGap: 5, mb: 4, borderBottom: 1, borderColor: 'divider', overflowX: 'auto' }

const tabSx = {
  flex: 'none',
  px: 0,
  py: 2,
  border: 0,
  borderBottom: '2px solid transparent',
  bgcolor: 'transparent',
  color: 'text.secondary',
  font: 'inherit',
  fontWeight: 500,
  cursor: 'pointer',
  '&:hover': { color: 'text.primary' },
  '&[aria-selected=true]': { color: 'text.primary', borderColor: 'primary.main' },
  '&:focus-visible': { outlineOffset: '-2px' },
}
