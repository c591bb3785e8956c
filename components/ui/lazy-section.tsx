import type { ComponentType } from 'react'
import { lazyPart } from './lazy-part'
import { Section } from './section'
import { RowSkeletons } from './skeletons'

const SKELETON_ROWS = 4

/** A part with a place of its own on the page, such as a tab's: its shape stands there until its code has come. */
export function lazySection<P extends object>(
  load: () => Promise<ComponentType<P>>,
  rows: number = SKELETON_ROWS,
): ComponentType<P> {
  return lazyPart(
    load,
    <Section>
      <RowSkeletons rows={rows} />
    </Section>,
  )
}
