'use client'

import { lazy, Suspense } from 'react'
import { useOpened } from '#components/ui/use-opened.ts'

const Loaded = lazy(() =>
  import('./shortcut-sheet-loaded.tsx').then((module) => ({ default: module.ShortcutSheetLoaded })),
)

/** Every shortcut there is. Its code loads on first opening. */
export function ShortcutSheet(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return useOpened(props.open) ? (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  ) : null
}
