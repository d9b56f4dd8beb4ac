'use client'

import { lazy, type ReactNode, Suspense } from 'react'
import { useOpened } from './use-opened.ts'

const Loaded = lazy(() => import('./drawer-loaded.tsx').then((module) => ({ default: module.DrawerLoaded })))

export type DrawerProps = {
  /** Driven by the URL: the page derives it from its search params. */
  open: boolean
  onClose: () => void
  title: string
  /** One line under the title: kind and state. */
  subtitle?: ReactNode
  /** The address of the full page. */
  fullPageHref?: string | undefined
  /** Steps to the neighbouring row; absent at the ends. Also on the keys j and k while the drawer is open. */
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
  footer?: ReactNode
  children: ReactNode
}

/**
 * A panel on the right that shows one row of the list behind it. Not modal: the list stays readable and clickable, so
 * the next row is one click away. Esc closes it and focus returns to the row.
 */
export function Drawer(props: DrawerProps) {
  return useOpened(props.open) ? (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  ) : null
}
