'use client'

import { lazy, type ReactNode, Suspense } from 'react'
import { useOpened } from './use-opened.ts'

const Loaded = lazy(() => import('./dialog-loaded.tsx').then((module) => ({ default: module.DialogLoaded })))

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** The consequence, before the question. */
  description?: ReactNode
  /** Buttons, the affirmative one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg' | undefined
  /** Shows what is shown once: a press beside it does not close it. */
  keeps?: boolean | undefined
  /** Where the focus goes afterwards, when that is not simply where it was: one question may have led to another. */
  returnFocus?: (() => HTMLElement | null) | undefined
  children?: ReactNode
}

/** A modal question. Focus is kept inside, Esc closes, and focus returns to where it was. Loads on first opening. */
export function Dialog(props: DialogProps) {
  return useOpened(props.open) ? (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  ) : null
}
