import type { KeyboardEvent } from 'react'

/** Arrow keys between the rows' links, `x` for a row's check box. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return
  const row = event.target.closest('tr, li')
  if (!row) return
  if (event.key === 'x') {
    row.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click()
    return
  }
  const step =
    event.key === 'ArrowDown' ? row.nextElementSibling : event.key === 'ArrowUp' && row.previousElementSibling
  const target = step && step.querySelector<HTMLElement>('a, button')
  if (!target) return
  event.preventDefault()
  target.focus()
}
