'use client'
import { lazy, Suspense, type ComponentType } from 'react'

/** A part whose code is fetched when it is first shown, such as a dialog; nothing is shown meanwhile. */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Part = lazy(async () => ({ default: await load() }))
  return function LazyPart(props: P) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    )
  }
}
