const NO_TEXT = ['checkbox', 'radio', 'button', 'submit', 'reset']

/** Whether keys that arrive there are text, not shortcuts. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NO_TEXT.includes(target.type)
  return target.closest('textarea, select, [contenteditable]') !== null
}

/** Whether a dialog or a menu is open, which has the keyboard then. */
export function layerIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null
}
