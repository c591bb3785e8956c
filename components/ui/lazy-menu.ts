'use client'
import { lazyPart } from './lazy-part'

/** A list has many menus and is first looked at: their code comes with the first that is opened. */
export const LazyMenu = lazyPart(async () => (await import('./popup-menu')).PopupMenu)
