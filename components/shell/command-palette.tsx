'use client'

import { lazy, Suspense } from 'react'
import { useOpened } from '#components/ui/use-opened.ts'
import type { SearchHit } from './shell-data.ts'

const Loaded = lazy(() =>
  import('./command-palette-loaded.tsx').then((module) => ({ default: module.CommandPaletteLoaded })),
)

export type CommandPaletteProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  onSearch: ((query: string) => Promise<readonly SearchHit[]>) | undefined
}

/** Finds anything by name and goes there. Its code loads on first opening. */
export function CommandPalette(props: CommandPaletteProps) {
  return useOpened(props.open) ? (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  ) : null
}
