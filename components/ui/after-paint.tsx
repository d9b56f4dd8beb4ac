'use client'

import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { useHydrated } from './use-hydrated.ts'

/**
 * A part of a page whose code comes after the page's own. `room` stands in its place in the server's HTML and until
 * the code is there: as large as the part, so that nothing jumps.
 */
export function afterPaint<Props extends object>(load: () => Promise<ComponentType<Props>>, room: ReactNode) {
  const Part = lazy(() => load().then((part) => ({ default: part })))
  return function AfterPaint(props: Props) {
    return useHydrated() ? (
      <Suspense fallback={room}>
        <Part {...props} />
      </Suspense>
    ) : (
      room
    )
  }
}
