/** Copies; false where the browser refused. */
export async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext && 'clipboard' in navigator) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // Not permitted here, such as in a frame: the older way below may be.
    }
  }
  return copyBySelection(text)
}

/** Browsers offer no clipboard to a page that came over plain HTTP, as a console in a closed network does. */
function copyBySelection(text: string): boolean {
  const holder = document.createElement('textarea')
  holder.value = text
  holder.readOnly = true
  holder.style.position = 'fixed'
  holder.style.opacity = '0'
  // Inside an open dialog, which would take the focus back from an element outside of it.
  const parent = document.activeElement?.closest('[role="dialog"]') ?? document.body
  const focused = document.activeElement
  parent.append(holder)
  holder.select()
  try {
    return document.execCommand('copy')
  } finally {
    holder.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
