'use client'
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react'

/**
 * A part whose code is fetched when it is first shown.
 * @param meanwhile nothing unless told, as for a dialog; what has room on the page comes with `lazySection`
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile: ReactNode = null,
): ComponentType<P> {
  const Part = lazy(async () => ({ default: await load() }))
  return function LazyPart(props: P) {
    return (
      <Suspense fallback={meanwhile}>
        <Part {...props} />
      </Suspense>
    )
  }
}
