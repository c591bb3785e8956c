/** Forms whose content would be lost, as long as they say so. */
const dirty = new Set<object>()
const listeners = new Set<() => void>()
/** What the user asked for and is to be asked about. */
let question: (() => void) | undefined

function tell(): void {
  for (const listener of listeners) listener()
}

/** Registers a form with unsaved content. @returns what takes it off again */
export function holdUnsaved(): () => void {
  const form = {}
  dirty.add(form)
  return () => {
    dirty.delete(form)
    if (dirty.size === 0) answerLeave(false)
  }
}

/** What was entered is given up, without asking: it was another user's. */
export function dropUnsaved(): void {
  dirty.clear()
}

export function hasUnsaved(): boolean {
  return dirty.size > 0
}

/** Goes at once where nothing would be lost; else the user is asked first. */
export function leave(go: () => void): void {
  if (!hasUnsaved()) {
    go()
    return
  }
  question = go
  tell()
}

/** What waits for the user's answer. */
export function pendingLeave(): (() => void) | undefined {
  return question
}

export function answerLeave(yes: boolean): void {
  const go = question
  if (!go) return
  question = undefined
  if (yes) {
    dirty.clear()
    go()
  }
  tell()
}

export function onLeaveAsked(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
